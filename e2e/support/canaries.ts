import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { askFerry } from "./customer-database";
import { userOf } from "./ferry";

/** A marked value, and what it stands for. */
interface Canary {
  what: string;
  value: string;
  /** Secrets must be nowhere at all, people not where nobody looks for them. */
  kind: "secret" | "person";
  /** Ferry made it and shows it once, so that it is looked for only afterwards. */
  isMade: boolean;
}

/** A text that was somewhere it could be read. */
export interface Place {
  where: string;
  text: string;
}

const canaries: Canary[] = [];
const RUN = Math.random().toString(36).slice(2, 8);

function add(canary: Canary): string {
  canaries.push(canary);
  return canary.value;
}

const mark = () => `kanari${String(canaries.length + 1).padStart(2, "0")}x${RUN}`;

/** A secret that somebody types. */
export const secret = (what: string, value = mark()) => add({ what, value, kind: "secret", isMade: false });

/** A secret that Ferry or somebody else made, and that is shown where it has to be. */
export const madeSecret = (what: string, value: string) => add({ what, value, kind: "secret", isMade: true });

/** Something about a person: a name, a number, a word. */
export const personal = (what: string, value = mark()) => add({ what, value, kind: "person", isMade: false });

/** An address of a person, of which the part before the at sign is looked for. */
export const address = (what: string) => `${personal(what)}@example.com`;

/** What this installation made for itself at its first start. */
export function ownSecrets(): void {
  const folder = path.dirname(process.env.E2E_SIGN_IN ?? "");
  const secrets = JSON.parse(readFileSync(path.join(folder, "secrets.json"), "utf8")) as Record<
    string,
    string
  >;
  for (const name of ["AUTH_SECRET", "FERRY_MASTER_KEY", "FERRY_TOMBSTONE_KEY", "KLAVIYO_CLIENT_SECRET"])
    secret(name, secrets[name] ?? "");
  secret("the key of the sample's connection", secrets.EMULATOR_PRACTICE_KEY ?? "");
  secret("the database's password", readFileSync(path.join(folder, "postgres.password"), "utf8").trim());
  secret("an administrator's password", userOf("administrator").password);
}

const bodies: Promise<Place>[] = [];
const requested: Place[] = [];

/** Keeps what the server sends to a page from now on, and the addresses it is asked for. */
export function listen(page: Page): void {
  page.on("request", (request) => requested.push({ where: "an address", text: request.url() }));
  page.on("response", (response) => {
    const where = `the answer to ${response.request().method()} ${new URL(response.url()).pathname}`;
    // A body that is gone with its page was not shown either.
    bodies.push(
      response.text().then(
        (text) => ({ where, text }),
        () => ({ where, text: "" }),
      ),
    );
  });
}

/** What web and worker have written so far. */
export function readLogs(): Place[] {
  const folders = (process.env.E2E_LOGS ?? "").split(path.delimiter);
  return ["web", "worker"].flatMap((part) =>
    folders.map((folder) => ({
      where: `${part}.log of ${path.basename(folder)}`,
      text: readFileSync(path.join(folder, `${part}.log`), "utf8"),
    })),
  );
}

async function readTables(where: string): Promise<Place[]> {
  const tables = await askFerry<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE ${where} ORDER BY 1`,
  );
  const places: Place[] = [];
  // One after the other: each question is a connection, and there are more tables than PostgreSQL takes of those.
  for (const { name } of tables) {
    // Bytes as text too: a file that was uploaded is kept as it came.
    const [row] = await askFerry<{ text: string }>(
      `SELECT string_agg(t::text, E'\\n') AS text FROM ${name} t`,
    );
    const text = row?.text ?? "";
    const unpacked = text.replaceAll(/\\\\x((?:[0-9a-f]{2})+)/g, (_, hex: string) =>
      Buffer.from(hex, "hex").toString(),
    );
    places.push({ where: `the table ${name}`, text: unpacked });
  }
  return places;
}

// Queue rows, logs of what was done and said, and everything that programs are told of this installation.
const unpersonal = `schemaname = 'pgboss' OR tablename IN ('audit_event', 'audit_seal', 'incident', 'notification',
  'notification_delivery', 'attempt_bucket', 'session', 'user_link', 'worker_process', 'installation', 'connection',
  'api_token', 'api_push', 'api_answer', 'run', 'run_batch', 'run_event', 'export_plan', 'segment_refresh', 'refresh',
  'refresh_task', 'system_task', 'schedule_tick')`;

interface Findings {
  searched: Canary[];
  places: number;
  /** How many people are where they belong: a search that finds none of them there would find nothing anywhere. */
  kept: number;
  found: string[];
}

/** Looks through everything that was said while the story went on, and what the given places say now. */
export async function findCanaries(now: Place[]): Promise<Findings> {
  const told = [...readLogs(), ...(await readTables(unpersonal)), ...requested, ...now];
  const tables = await readTables("schemaname NOT IN ('pg_catalog', 'information_schema')");
  const answered = await Promise.all(bodies);
  const found = canaries.flatMap((canary) => {
    const places = [
      ...told,
      ...(canary.kind === "secret" ? tables : []),
      ...(canary.kind === "secret" && !canary.isMade ? answered : []),
    ];
    const holding = places.filter(({ text }) => holds(text, canary.value));
    return [...new Set(holding.map(({ where }) => `${canary.what} is in ${where}`))];
  });
  const people = canaries.filter(({ kind }) => kind === "person");
  const kept = people.filter(({ value }) => tables.some(({ text }) => holds(text, value))).length;
  return { searched: canaries, places: told.length + tables.length + answered.length, kept, found };
}

/** As it is, and as an address and JSON write it. */
function holds(text: string, value: string): boolean {
  return [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)].some((one) =>
    text.includes(one),
  );
}
