import type { FaultRuleInput } from "@/emulator/faults/fault-rule.ts";
import { startEmulator, type Emulator, type EmulatorOptions } from "@/emulator/start-emulator.ts";

/** The account every test emulator starts with. */
export const testAccount = {
  id: "AcmeAc",
  name: "Acme",
  key: "pk_acme0000000000000000000000000000",
} as const;

export interface EmulatorAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** Undefined when the answer was not JSON. */
  json: JsonDocument;
}

/** A JSON document read loosely, for tests only. */
export interface JsonDocument {
  [member: string]: JsonDocument;
  [place: number]: JsonDocument;
}

export interface CallOptions {
  body?: unknown;
  raw?: string | Uint8Array;
  headers?: Record<string, string | null>;
  authorization?: string | null;
  signal?: AbortSignal;
}

export interface TestEmulator extends Emulator {
  listId: string;
  call(method: string, path: string, options?: CallOptions): Promise<EmulatorAnswer>;
  fault(rule: FaultRuleInput): string;
  /** Imports rows into the test list and lets the job end; needs the frozen clock. */
  importRows(rows: object[]): Promise<EmulatorAnswer>;
  /** The addresses on a list now. */
  emails(listId?: string): (string | null)[];
}

export interface TestEmulatorOptions extends EmulatorOptions {
  limits?: "lifted" | "published";
  clock?: "frozen" | "real";
}

/** An emulator with one account, one key and one list; unless asked otherwise its clock stands still and limits are lifted. */
export async function openEmulator(options: TestEmulatorOptions = {}): Promise<TestEmulator> {
  const { limits = "lifted", clock = "frozen", ...rest } = options;
  const emulator = await startEmulator({ seed: "test", ...rest });
  const { control } = emulator;
  if (clock === "frozen") await control.freezeClock("2026-10-01T08:00:00Z");
  if (limits === "lifted") control.setLimits({ "*": null });
  const lists = control.seed({
    accounts: [
      {
        id: testAccount.id,
        name: testAccount.name,
        keys: [{ id: "main", secret: testAccount.key }],
        lists: [{ name: "Newsletter" }],
      },
    ],
  });
  const listId = lists[testAccount.id]!["Newsletter"]!;
  const call = (method: string, path: string, callOptions?: CallOptions) =>
    callEmulator(emulator.url, method, path, callOptions);
  return {
    ...emulator,
    listId,
    call,
    fault: (rule) => control.addFault(rule),
    async importRows(rows) {
      const answer = await call("POST", "/api/profile-bulk-import-jobs", { body: importBody(rows, listId) });
      await control.stepClock(60_000);
      return answer;
    },
    emails: (id = listId) => [...control.members(testAccount.id, id)].map((member) => member.email),
  };
}

/** The body of a bulk import of `rows`, each a profile's attributes or a whole row with `type`. */
export function importBody(rows: object[], listId?: string): object {
  const data = rows.map((row) => ("type" in row ? row : { type: "profile", attributes: row }));
  return {
    data: {
      type: "profile-bulk-import-job",
      attributes: { profiles: { data } },
      ...(listId !== undefined && { relationships: { lists: { data: [{ type: "list", id: listId }] } } }),
    },
  };
}

async function callEmulator(
  url: string,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<EmulatorAnswer> {
  const headers = new Headers({ revision: "2026-07-15", accept: "application/vnd.api+json" });
  const authorization =
    options.authorization === undefined ? `Klaviyo-API-Key ${testAccount.key}` : options.authorization;
  if (authorization !== null) headers.set("authorization", authorization);
  const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  if (body !== undefined) headers.set("content-type", "application/vnd.api+json");
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const response = await fetch(`${url}${path}`, {
    method,
    headers,
    body: body as BodyInit,
    redirect: "manual",
    signal: options.signal ?? null,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parseLoosely(text) };
}

/** The claim is the test's: it looks only where it expects something. */
function parseLoosely(text: string): JsonDocument {
  try {
    return JSON.parse(text) as JsonDocument;
  } catch {
    return undefined as unknown as JsonDocument;
  }
}
