import { describe, expect } from "vitest";
import { downloadAudit } from "@/lib/audit/download-audit";
import { withOrigin } from "@/lib/audit/origin";
import { type AuditCheck, checkAudit } from "@/lib/audit/check-audit";
import { findEventLine, listEvents, readSealState } from "@/lib/audit/queries";
import { recordAudit, recordAuditSql } from "@/lib/audit/record";
import { sealAudit } from "@/lib/audit/seal";
import type { Actor } from "@/lib/auth/permissions";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import type { Download } from "@/lib/download";
import { valueOf } from "../support/imports";
import { addUser, it } from "../support/workspace";

const timeZone = "Europe/Budapest";
const ferry = { kind: "system", job: "test" } as const;

async function textOf({ pieces }: Download): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

async function write(actor: Actor, given: Partial<Parameters<typeof recordAudit>[2]> = {}): Promise<void> {
  await recordAudit(prisma(), actor, { action: "run.start", objectType: "run", ...given });
}

/** So many events, each a minute after the one before, of which every tenth is Ferry's. */
async function fill(events: number, person: string): Promise<void> {
  await pool().query(
    `INSERT INTO audit_event (at, actor_kind, actor_id, action, object_type, object_id)
     SELECT '2026-03-01T00:00:00Z'::timestamptz + make_interval(mins => n), CASE WHEN n % 10 = 0 THEN 'system:x' ELSE 'user' END,
       CASE WHEN n % 10 = 0 THEN NULL ELSE $2::uuid END, CASE WHEN n % 2 = 0 THEN 'run.start' ELSE 'export.edit' END,
       CASE WHEN n % 2 = 0 THEN 'run' ELSE 'export' END, 'o' || n % 3 FROM generate_series(1, $1::int) n`,
    [events, person],
  );
}

describe("An event of the audit log", () => {
  it("bears from where it was asked for: the trusted address, the session without its id, the kind of browser", async ({
    administrator,
  }) => {
    const headers = new Headers({
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
      "x-forwarded-for": "203.0.113.7",
    });
    await withOrigin({ headers, sessionId: "the-session" }, async () => {
      await write(administrator);
      await inSqlTransaction((client) =>
        recordAuditSql(client, administrator, { action: "run.cancel", objectType: "run" }),
      );
    });
    await write(ferry);
    const rows = await prisma().auditEvent.findMany({ orderBy: { id: "asc" } });
    // No proxy is trusted in tests, so that its word on the address does not count.
    const from = {
      agent: "Firefox, Linux",
      clientAddress: null,
      session: expect.stringMatching(/^[\w-]{12}$/),
    };
    expect(rows).toMatchObject([from, from, { agent: null, clientAddress: null, session: null }]);
    expect(JSON.stringify(rows.map(({ session }) => session))).not.toContain("the-session");
  });
});

describe("The list of events", () => {
  it("is for administrators", async ({ contributor }) => {
    for (const ask of [
      listEvents(contributor, { timeZone }),
      findEventLine(contributor, "1"),
      readSealState(contributor),
      checkAudit(contributor),
      downloadAudit(contributor, { timeZone, format: "csv" }),
    ])
      await expect(ask).rejects.toThrow("audit:read");
  });

  it("names people, programs and Ferry, and objects as they are called now, with a link where they are", async ({
    administrator,
  }) => {
    const { id } = await prisma().segment.create({ data: { name: "Readers", definition: {} } });
    await write(administrator, { action: "segment.create", objectType: "segment", objectId: id });
    const token = await prisma().apiToken.create({
      data: {
        name: "Shop",
        nameKey: "shop",
        tokenHash: "x",
        lastFour: "abcd",
        scopes: [],
        expiresAt: new Date(),
      },
    });
    await write({ kind: "system", job: `api_token:${token.id}` });
    await write(ferry, { action: "segment.remove", objectType: "segment", objectId: token.id });
    const gone = await addUser("viewer");
    await write(gone);
    await prisma().user.delete({ where: { id: gone.id } });
    const { events } = await listEvents(administrator, { timeZone });
    expect(events.map(({ actor, object }) => ({ actor, object }))).toEqual([
      { actor: { kind: "user", name: null }, object: null },
      { actor: { kind: "ferry" }, object: null },
      { actor: { kind: "program", name: "Shop" }, object: null },
      {
        actor: { kind: "user", name: "administrator" },
        object: { name: "Readers", href: `/data/segments/${id}` },
      },
    ]);
  });

  it("pages back and forth without leaving anything out, also where times are the same", async ({
    administrator,
  }) => {
    await fill(120, administrator.id);
    await inSqlTransaction(async (client) => {
      await client.query("SET LOCAL session_replication_role = replica");
      await client.query("UPDATE audit_event SET at = '2026-03-01T01:00:00Z' WHERE id % 4 = 0");
    });
    const seen: string[] = [];
    let page = await listEvents(administrator, { timeZone });
    expect(page.previous).toBeNull();
    const first = page;
    for (; page.next; page = await listEvents(administrator, { timeZone, before: page.next }))
      seen.push(...page.events.map(({ id }) => id));
    seen.push(...page.events.map(({ id }) => id));
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
    page = await listEvents(administrator, { timeZone, after: page.previous ?? "" });
    expect(page.events.map(({ id }) => id)).toEqual(seen.slice(50, 100));
    page = await listEvents(administrator, { timeZone, after: page.previous ?? "" });
    expect(page).toEqual(first);
  });

  it("filters by person, action, kind of object, object and days, each alone and together", async ({
    administrator,
  }) => {
    await fill(600, administrator.id);
    const countOf = async (filter: object) =>
      (await textOf(await downloadAudit(administrator, { timeZone, format: "ndjson", ...filter })))
        .trim()
        .split("\n").length;
    await pool().query("SELECT 1");
    expect(await countOf({ until: "2026-03-02" })).toBe(600);
    expect(await countOf({ actor: "ferry", until: "2026-03-02" })).toBe(60);
    expect(await countOf({ actor: administrator.id, action: "run.start" })).toBe(240);
    expect(await countOf({ action: "export.edit" })).toBe(300);
    expect(await countOf({ type: "run", object: "o0" })).toBe(100);
    // Budapest is an hour ahead of UTC in March: its 1st ends at 23:00 UTC.
    expect(await countOf({ until: "2026-03-01" })).toBe(600);
    await fill(1_500, administrator.id);
    expect(await countOf({ until: "2026-03-01" })).toBe(600 + 1_379);
    expect(await countOf({ since: "2026-03-02", until: "2026-03-02", action: "run.start" })).toBe(61);
  });

  it("shows one event of an address that was passed on", async ({ administrator }) => {
    await write(administrator, { details: { mode: "full" } });
    const [event] = (await listEvents(administrator, { timeZone })).events;
    expect(await findEventLine(administrator, event?.id ?? "")).toEqual(event);
    expect(await findEventLine(administrator, "999999")).toBeNull();
  });
});

describe("The log as a file", () => {
  it("has the filtered events, as CSV that a spreadsheet does not calculate, and is itself written down", async ({
    administrator,
  }) => {
    await prisma().user.update({ where: { id: administrator.id }, data: { name: "=1+1" } });
    await write(administrator, { details: { mode: "full" } });
    await write(ferry, { action: "run.cancel" });
    const csv = await textOf(
      await downloadAudit(administrator, { timeZone, format: "csv", action: "run.start" }),
    );
    const lines = csv.trimEnd().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe(
      "\ufeffid,at,actor_kind,actor_id,actor_name,action,object_type,object_id,details,client_address,session,agent",
    );
    expect(lines[1]).toContain(`,user,${administrator.id},'=1+1,run.start,run,,"{""mode"":""full""}"`);
    const event = await prisma().auditEvent.findFirstOrThrow({ where: { action: "audit.download" } });
    expect(event).toMatchObject({
      actorId: administrator.id,
      details: { format: "csv", action: "run.start" },
    });
  });

  it("comes page by page, all of it", async ({ administrator }) => {
    await fill(4_500, administrator.id);
    const file = await downloadAudit(administrator, { timeZone, format: "ndjson", until: "2026-12-31" });
    const pieces: number[] = [];
    for await (const piece of file.pieces) pieces.push(piece.trimEnd().split("\n").length);
    expect(pieces.slice(0, 2)).toEqual([2_000, 2_000]);
    expect(pieces.reduce((sum, lines) => sum + lines, 0)).toBeGreaterThanOrEqual(4_500);
  });
});

describe("The state of the seals", () => {
  it("says how far the log is sealed and what waits, and verifying is written down", async ({
    administrator,
  }) => {
    expect(await readSealState(administrator)).toEqual({ head: null, waiting: 0 });
    await write(ferry);
    await sealAudit();
    await write(ferry);
    expect(await readSealState(administrator)).toMatchObject({ head: { seal: 1 }, waiting: 1 });
    expect(await checkAudit(administrator)).toMatchObject({ value: { finding: null, events: 1, seals: 1 } });
    const event = await prisma().auditEvent.findFirstOrThrow({ where: { action: "audit.verify" } });
    expect(event.details).toEqual({ finding: "none", events: 1, seals: 1 });
  });

  it("is gone through a step at a time, each of which tells how far it is, and written down once", async ({
    administrator,
  }) => {
    await fill(2_500, administrator.id);
    await sealAudit();
    const steps: AuditCheck[] = [];
    for (let after: string | undefined; ;) {
      const step = valueOf(await checkAudit(administrator, { after }, 0));
      steps.push(step);
      if (step.state === "done") break;
      after = step.after;
    }
    expect(steps).toMatchObject([
      { state: "under_way", seal: 1, events: 1_000, of: 3 },
      { state: "under_way", seal: 2, events: 2_000, of: 3 },
      { state: "under_way", seal: 3, events: 2_500, of: 3 },
      { state: "done", finding: null, events: 2_500, seals: 3 },
    ]);
    expect(await prisma().auditEvent.count({ where: { action: "audit.verify" } })).toBe(1);
  });

  it("is found broken behind a step that was good, and a step that is made up or another's begins anew", async ({
    administrator,
  }) => {
    await fill(2_500, administrator.id);
    await sealAudit();
    const first = valueOf(await checkAudit(administrator, {}, 0));
    const after = first.state === "under_way" ? first.after : "";
    for (const [who, cursor] of [
      [administrator, after.replace('"seal":1', '"seal":3')],
      [await addUser("administrator"), after],
    ] as const)
      expect(valueOf(await checkAudit(who, { after: cursor }, 0))).toMatchObject({ seal: 1, events: 1_000 });
    await inSqlTransaction(async (client) => {
      await client.query("SET LOCAL session_replication_role = replica");
      await client.query(
        "UPDATE audit_event SET action = 'x' WHERE id = (SELECT last_id FROM audit_seal WHERE no = 2)",
      );
    });
    expect(valueOf(await checkAudit(administrator, { after }, 0))).toMatchObject({
      state: "done",
      finding: { fault: "event_altered" },
      events: 1_000,
    });
  });
});
