import { randomUUID } from "node:crypto";
import pino from "pino";
import { afterEach, beforeEach, expect, vi } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { addExportUser } from "@/lib/connections/add-export-user";
import { activate } from "@/lib/connections/activate";
import { connect } from "@/lib/connections/connect";
import { finishOauth } from "@/lib/connections/finish-oauth";
import { openConnection } from "@/lib/connections/open-channel";
import { getConnection, listConnections } from "@/lib/connections/queries";
import { removeConnection } from "@/lib/connections/remove-connection";
import { saveKey } from "@/lib/connections/save-key";
import { saveName } from "@/lib/connections/save-name";
import { startOauth } from "@/lib/connections/start-oauth";
import { withdrawConsent } from "@/lib/connections/withdraw-consent";
import { pool, prisma } from "@/lib/db";
import { logger } from "@/lib/logger";
import {
  acme,
  addSpareKey,
  agreeTo,
  app,
  auditedActions,
  connectionAt,
  expireTokens,
  findRow,
  rival,
  spareKey,
  storedTokens,
  useKlaviyo,
  visitKlaviyo,
} from "../support/connections";
import { valueOf } from "../support/imports";
import { it, testPassword } from "../support/workspace";

const klaviyo = useKlaviyo();

/** Everything that is logged, however unimportant. */
let logged = "";
beforeEach(() => {
  logged = "";
  logger.level = "trace";
  const stream = (logger as unknown as Record<symbol, { write(line: string): boolean }>)[
    pino.symbols.streamSym
  ]!;
  vi.spyOn(stream, "write").mockImplementation((line) => Boolean((logged += line)));
});
afterEach(() => {
  logger.level = "silent";
  vi.restoreAllMocks();
});

/** The tables in which a text stands in any column, as it is, in base64 or as bytes. */
async function tablesWith(text: string): Promise<string[]> {
  const forms = [
    text,
    Buffer.from(text).toString("base64").replace(/=+$/, ""),
    Buffer.from(text).toString("hex"),
  ];
  const { rows: tables } = await pool().query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const sql = `SELECT 1 FROM ${name} t, unnest($1::text[]) form WHERE strpos(t::text, form) > 0 LIMIT 1`;
    if ((await pool().query(sql, [forms])).rowCount) found.push(name);
  }
  return found;
}

/** Every step with every credential, mistakes included. Answers the connection and the secrets that were used. */
async function wholeFlow(actor: UserActor) {
  const connectionId = await connectionAt(actor, "oauth");
  addSpareKey(klaviyo());
  await saveKey(actor, { connectionId, key: rival.key });
  valueOf(await saveKey(actor, { connectionId, key: spareKey }));
  const session = randomUUID();
  const { address } = valueOf(await startOauth(actor, { connectionId }, session));
  const back = await visitKlaviyo(address);
  expect((await finishOauth(actor, back, session)).refusal).toBeNull();
  const first = await storedTokens(connectionId);
  await expireTokens(connectionId);
  await openConnection(await findRow(connectionId));
  const second = await storedTokens(connectionId);
  valueOf(await addExportUser(actor, { connectionId }));
  valueOf(await activate(actor, { connectionId }));
  valueOf(await startOauth(actor, { connectionId }, session));
  const secrets = [
    acme.key,
    rival.key,
    spareKey,
    app.clientSecret,
    testPassword,
    "wrong horse battery staple",
  ];
  const trip = [back.code ?? "", back.state, first.accessToken, first.refreshToken, second.accessToken];
  return { connectionId, secrets: [...secrets, ...trip] };
}

it("no key, token, code, state or password stands in any column of the database, nor in what pages are given", async ({
  administrator,
}) => {
  const { connectionId, secrets } = await wholeFlow(administrator);
  expect(await tablesWith("Newsletter")).toEqual(["public.connection"]);
  const given = JSON.stringify([
    await getConnection(administrator, connectionId),
    await listConnections(administrator),
  ]);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(20);
    expect(await tablesWith(secret)).toEqual([]);
    expect(given).not.toContain(secret);
  }
  await removeConnection(administrator, { connectionId });
  for (const secret of secrets) expect(await tablesWith(secret)).toEqual([]);
});

it("nor in a log line, even when Klaviyo breaks off", async ({ administrator }) => {
  const { connectionId, secrets } = await wholeFlow(administrator);
  klaviyo().control.revokeGrants(acme.id);
  expect((await connect(administrator, { connectionId })).ok).toBe(false);
  klaviyo().control.addFault({
    do: { kind: "answer", status: 500, detail: `${secrets.join(" ")} a@example.com` },
  });
  expect((await connect(administrator, { connectionId })).ok).toBe(false);
  await removeConnection(administrator, { connectionId });
  expect(logged).toContain("could not be revoked");
  for (const secret of [...secrets, administrator.id, "@example.com"]) expect(logged).not.toContain(secret);
});

it("every command is in the audit log, with who and what, and without secrets or addresses", async ({
  administrator,
}) => {
  const { connectionId, secrets } = await wholeFlow(administrator);
  await saveName(administrator, { connectionId, destination: "klaviyo", name: "Renamed" });
  await withdrawConsent(administrator, { connectionId });
  await agreeTo(administrator, connectionId);
  await removeConnection(administrator, { connectionId });
  expect(await auditedActions()).toEqual([
    "connection.create",
    "connection.share",
    "connection.save_key",
    "consent.give",
    "connection.connect",
    "connection.replace_key",
    "connection.start_oauth",
    "connection.authenticate",
    "connection.export_user",
    "connection.activate",
    "connection.start_oauth",
    "connection.rename",
    "consent.withdraw",
    "consent.give",
    "connection.remove",
  ]);
  const events = await prisma().auditEvent.findMany();
  for (const event of events)
    expect(event).toMatchObject({ actorKind: "user", actorId: administrator.id, objectId: connectionId });
  const details = JSON.stringify(events.map((event) => event.details));
  expect(details).toContain(acme.id);
  for (const secret of [...secrets, "@", "Newsletter", "Renamed"]) expect(details).not.toContain(secret);
});
