import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, describe, expect } from "vitest";
import { readHead } from "@/lib/audit/head";
import { recordAudit } from "@/lib/audit/record";
import { sealAudit } from "@/lib/audit/seal";
import { verifyAudit } from "@/lib/audit/verify";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import { runScript, testSettings } from "../support/run-script";
import { it } from "../support/workspace";

const ferry = { kind: "system", job: "test" } as const;

async function write(events: number): Promise<void> {
  for (let number = 0; number < events; number++)
    await recordAudit(prisma(), ferry, { action: "run.start", objectType: "run", details: { number } });
}

/** Does what only somebody who got hold of the owner's role can do. */
async function tamper(sql: string, values: unknown[] = []): Promise<void> {
  await inSqlTransaction(async (client) => {
    await client.query("SET LOCAL session_replication_role = replica");
    const { rowCount } = await client.query(sql, values);
    expect(rowCount).toBeGreaterThan(0);
  });
}

async function idOf(offset: number): Promise<string> {
  const { rows } = await pool().query<{ id: string }>(
    "SELECT id FROM audit_event ORDER BY id OFFSET $1 LIMIT 1",
    [offset],
  );
  return rows[0]?.id ?? "";
}

/** A connection of somebody else, with an event written and not committed. */
async function openWriter() {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query("BEGIN");
  await client.query(
    "INSERT INTO audit_event (actor_kind, action, object_type) VALUES ('system:late', 'run.start', 'run')",
  );
  return client;
}

const sealsOf = async () =>
  (await pool().query<{ events: number }>("SELECT events FROM audit_seal ORDER BY no")).rows.map(
    (row) => row.events,
  );

describe("a log that nobody touched", () => {
  it("is intact, under seals of a thousand events at most", async ({ administrator: _ }) => {
    await pool().query(
      "INSERT INTO audit_event (actor_kind, action, object_type) SELECT 'system:test', 'run.start', 'run' FROM generate_series(1, 2500)",
    );
    await sealAudit();
    expect(await sealsOf()).toEqual([1000, 1000, 500]);
    expect(await verifyAudit()).toEqual({ finding: null, seals: 3, events: 2500 });
  });

  it("is sealed only where something was written since", async ({ administrator: _ }) => {
    await write(1);
    await sealAudit();
    await sealAudit();
    expect(await sealsOf()).toEqual([1]);
  });

  it("may have gaps where transactions were rolled back", async ({ administrator: _ }) => {
    await write(2);
    const gone = await openWriter();
    await gone.query("ROLLBACK");
    await gone.end();
    await write(2);
    await sealAudit();
    expect(await verifyAudit()).toMatchObject({ finding: null, events: 4 });
  });

  it("waits with its seal for a transaction that took an earlier id and commits later", async ({
    administrator: _,
  }) => {
    await write(1);
    const late = await openWriter();
    await write(2);
    const sealing = sealAudit();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await sealsOf()).toEqual([]);
    await late.query("COMMIT");
    await late.end();
    await sealing;
    expect(await sealsOf()).toEqual([4]);
    expect(await verifyAudit()).toMatchObject({ finding: null, events: 4 });
  });

  it("is sealed once by several workers at a time", async ({ administrator: _ }) => {
    await Promise.all([write(20), sealAudit(), sealAudit(), write(20), sealAudit()]);
    await sealAudit();
    expect(await verifyAudit()).toMatchObject({ finding: null, events: 40 });
  });
});

describe("of a log that was tampered with", () => {
  const cases: [string, (id: string) => Promise<void>, string][] = [
    [
      "an event that was altered",
      (id) => tamper("UPDATE audit_event SET details = '{}' WHERE id = $1", [id]),
      "event_altered",
    ],
    [
      "who did it",
      (id) => tamper("UPDATE audit_event SET actor_kind = 'user' WHERE id = $1", [id]),
      "event_altered",
    ],
    [
      "from where",
      (id) => tamper("UPDATE audit_event SET client_address = '::1' WHERE id = $1", [id]),
      "event_altered",
    ],
    [
      "an event that is missing",
      (id) => tamper("DELETE FROM audit_event WHERE id = $1", [id]),
      "event_missing",
    ],
  ];
  it.for(cases)(
    "%s is named, the first where there are several",
    async ([, change, fault], { administrator: _ }) => {
      await write(6);
      await sealAudit();
      const id = await idOf(2);
      await change(await idOf(4));
      await change(id);
      expect(await verifyAudit()).toMatchObject({ finding: { fault, id } });
    },
  );

  it("an event that was put in later is named", async ({ administrator: _ }) => {
    await write(1);
    const gone = await openWriter();
    const { rows } = await gone.query<{ id: string }>("SELECT currval('audit_event_id_seq') AS id");
    await gone.query("ROLLBACK");
    await gone.end();
    await write(1);
    await sealAudit();
    const id = rows[0]?.id ?? "";
    await pool().query(
      "INSERT INTO audit_event (id, actor_kind, action, object_type) VALUES ($1, 'system:test', 'run.start', 'run')",
      [id],
    );
    expect(await verifyAudit()).toMatchObject({ finding: { fault: "event_added", id } });
  });

  it("a seal that was made anew for altered events does not fit the next", async ({ administrator: _ }) => {
    await write(3);
    await sealAudit();
    await write(3);
    await sealAudit();
    await tamper("UPDATE audit_seal SET hash = repeat('a', 64) WHERE no = 1");
    expect(await verifyAudit()).toMatchObject({ finding: { fault: "seal_altered", no: 1 } });
    await tamper("UPDATE audit_seal SET previous_hash = repeat('b', 64) WHERE no = 1");
    expect(await verifyAudit()).toMatchObject({ finding: { fault: "seal_unlinked", no: 1 } });
    await tamper("DELETE FROM audit_seal WHERE no = 1");
    expect(await verifyAudit()).toMatchObject({ finding: { fault: "seal_missing", no: 1 } });
  });

  it("a tail that was cut off shows against the head that was kept elsewhere, and only there", async ({
    administrator: _,
  }) => {
    await write(3);
    await sealAudit();
    await write(3);
    await sealAudit();
    const head = (await readHead()) ?? undefined;
    expect(await verifyAudit({ head })).toMatchObject({ finding: null });
    await tamper("DELETE FROM audit_event WHERE id > $1", [await idOf(2)]);
    await tamper("DELETE FROM audit_seal WHERE no = 2");
    expect(await verifyAudit()).toMatchObject({ finding: null });
    expect(await verifyAudit({ head })).toMatchObject({ finding: { fault: "tail_cut", no: 2 } });
    await write(1);
    await sealAudit();
    expect(await verifyAudit({ head })).toMatchObject({ finding: { fault: "head_differs", no: 2 } });
  });
});

it("The database refuses to change or empty log and seals", async ({ administrator: _ }) => {
  await write(1);
  await sealAudit();
  for (const table of ["audit_event", "audit_seal"])
    for (const sql of [`DELETE FROM ${table}`, `TRUNCATE ${table}`])
      await expect(pool().query(sql)).rejects.toThrow(`${table} is only ever added to`);
  await expect(pool().query("UPDATE audit_event SET action = 'x'")).rejects.toThrow("only ever added to");
});

describe("npm run audit:verify", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "ferry-audit-"));
  const head = path.join(folder, "head.json");
  const run = (...args: string[]) =>
    runScript("scripts/audit-verify.ts", {
      args,
      env: { ...testSettings(), FERRY_MODE: "live", FERRY_DATA_DIR: folder },
    });
  afterEach(() => rmSync(head, { force: true }));

  it("says that the log is intact, and ends with 1 and the event where it is not", async ({
    administrator: _,
  }) => {
    await write(3);
    await sealAudit();
    expect(await run()).toMatchObject({
      code: 0,
      output: expect.stringContaining("3 event(s) under 1 seal(s)"),
    });
    writeFileSync(head, JSON.stringify(await readHead()));
    expect(await run("--head", head)).toMatchObject({ code: 0 });
    const id = await idOf(1);
    await tamper("DELETE FROM audit_event WHERE id = $1", [id]);
    expect(await run()).toMatchObject({ code: 1, output: `Event ${id} was sealed and is gone.\n` });
    await tamper("DELETE FROM audit_event");
    await tamper("DELETE FROM audit_seal");
    const cut = await run("--head", head);
    expect(cut.code).toBe(1);
    expect(cut.output).toContain("The end is cut off");
  });

  it("refuses a file that is no head", async ({ administrator: _ }) => {
    writeFileSync(head, "{}");
    const { code, output } = await run("--head", head);
    expect(code).toBe(1);
    expect(output).toContain("is not a head of the audit log");
  });
});

it("A worker keeps the head in a file and posts it, and puts up with an address that does not answer", async ({
  administrator: _,
}) => {
  const folder = mkdtempSync(path.join(tmpdir(), "ferry-head-"));
  const file = path.join(folder, "head.json");
  const posted: string[] = [];
  let isDown = true;
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (text: Buffer) => (body += text.toString()));
    request.on("end", () => {
      response.statusCode = isDown ? 503 : 204;
      if (!isDown) posted.push(body);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const AUDIT_HEAD_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const script = (seals: number) =>
    runScript("tests/support/seal-script.ts", {
      args: [String(seals)],
      env: { ...testSettings(), AUDIT_HEAD_FILE: file, AUDIT_HEAD_URL },
    });
  await write(2);
  expect((await script(1)).output).toContain("AUDIT_HEAD_URL answered 503.");
  isDown = false;
  expect((await script(2)).output).toBe("");
  server.close();
  const head = await readHead();
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(head);
  expect(posted.map((body) => JSON.parse(body) as unknown)).toEqual([head]);
  rmSync(folder, { recursive: true });
});
