import { parse } from "csv-parse/sync";
import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { Forbidden, NotFound } from "@/lib/errors";
import { downloadOutcomes } from "@/lib/runs/outcomes/download-outcomes";
import { listOutcomePeople } from "@/lib/runs/outcomes/outcome-queries";
import type { OpenableOutcome } from "@/lib/runs/outcomes/outcome-schema";
import { addPeople } from "../support/people";
import { type RunRows, addBatch, addExport, addItems, addOutcomes, addRun } from "../support/run-rows";
import { it as base } from "../support/workspace";

const PEOPLE = 30_000;
const BATCH = 7_001;

/** 30,000 people: sent in batches, every tenth rejected, and as many again whom the run had nothing to do for. */
async function addLargeRun(run: RunRows, ledgerId: number): Promise<void> {
  await pool().query(
    `INSERT INTO profile (key, attributes, search)
     SELECT 'k' || n, jsonb_build_object('email', 'p' || n || '@example.com', 'name', repeat('x', 500)), 'k' || n
     FROM generate_series(1, $1::int) n`,
    [2 * PEOPLE],
  );
  await pool().query(
    `INSERT INTO run_data.item (expires_on, run, seq, kind, profile_id, identifier)
     SELECT $1, $2, n, CASE WHEN n % 3 = 0 THEN 'change' ELSE 'add' END, p.id, 'p' || n || '@example.com'
     FROM generate_series(1, $3::int) n JOIN profile p ON p.key = 'k' || n`,
    [run.day, run.number, PEOPLE],
  );
  await pool().query(
    `INSERT INTO run_data.outcome (expires_on, run, seq, kind, profile_id, identifier, code)
     SELECT $1::date + 60, run, seq, 'rejected', profile_id, identifier, 'invalid'
     FROM run_data.item WHERE run = $2 AND seq % 10 = 0`,
    [run.day, run.number],
  );
  await pool().query(
    `INSERT INTO run_data.ledger_entry (ledger_id, identifier, profile_id, added_run, changed_run)
     SELECT $1, p.attributes ->> 'email', p.id, $2::bigint - 1, CASE WHEN p.key <= 'k2' THEN $2 ELSE $2 - 1 END
     FROM profile p`,
    [ledgerId, run.number],
  );
  for (let no = 1, first = 1; first <= PEOPLE; no++, first += BATCH)
    await addBatch(run, {
      no,
      kind: "send",
      state: no === 2 ? "awaiting" : "done",
      firstSeq: first,
      lastSeq: Math.min(first + BATCH - 1, PEOPLE),
    });
}

const it = base.extend<{ run: RunRows; large: RunRows }>({
  run: async ({ administrator }, use) => {
    await prisma().field.createMany({
      data: [
        { key: "email", name: "E-mail", type: "text", meaning: "email" },
        { key: "name", name: "Name", type: "text", meaning: "full_name" },
      ],
    });
    await addPeople({
      '=HYPERLINK("https://evil.example","x")': { name: "@SUM(1+1)", email: "one@example.com" },
      plain: { name: 'Kovács "Anna", ifj.', email: "two@example.com" },
    });
    const run = await addRun(await addExport(administrator));
    await addItems(run, [
      [1, "add", '=HYPERLINK("https://evil.example","x")', "one@example.com"],
      [2, "add", "plain", "two@example.com"],
    ]);
    await addBatch(run, {
      no: 1,
      kind: "send",
      state: "done",
      firstSeq: 1,
      lastSeq: 2,
      added: 1,
      rejected: 1,
    });
    await addOutcomes(run, [
      {
        kind: "rejected",
        key: "plain",
        seq: 2,
        code: "invalid",
        detail: "-bad,\nvery",
        address: "two@example.com",
      },
    ]);
    await use(run);
  },
  large: async ({ administrator }, use) => {
    const rows = await addExport(administrator);
    const run = await addRun(rows);
    await addLargeRun(run, rows.ledgerId);
    await use(run);
  },
});

async function textOf(pieces: AsyncGenerator<string>): Promise<string> {
  return (await Array.fromAsync(pieces)).join("");
}

describe("a download", () => {
  it("as CSV holds no formula, and everything as it was", async ({ contributor, run }) => {
    const file = await downloadOutcomes(contributor, { runId: run.id, outcome: "added", format: "csv" });
    expect(file).toMatchObject({ fileName: `run-${run.number}-added.csv`, type: "text/csv; charset=utf-8" });
    const text = await textOf(file.pieces);
    expect(text.startsWith("\ufeffcustomer_key,")).toBe(true);
    expect(parse(text, { bom: true, columns: true })).toEqual([
      {
        customer_key: `'=HYPERLINK("https://evil.example","x")`,
        name: "'@SUM(1+1)",
        email: "one@example.com",
        code: "",
        detail: "",
        field: "",
        sent_instead: "",
      },
    ]);
    const rejected = await downloadOutcomes(contributor, {
      runId: run.id,
      outcome: "rejected",
      format: "csv",
    });
    expect(parse(await textOf(rejected.pieces), { bom: true, columns: true })).toMatchObject([
      { customer_key: "plain", name: 'Kovács "Anna", ifj.', code: "invalid", detail: "'-bad,\nvery" },
    ]);
  });

  it("as NDJSON holds one object a line, untouched", async ({ contributor, run }) => {
    const file = await downloadOutcomes(contributor, {
      runId: run.id,
      outcome: "rejected",
      format: "ndjson",
    });
    const text = await textOf(file.pieces);
    expect(text.split("\n")).toHaveLength(2);
    expect(JSON.parse(text)).toEqual({
      customer_key: "plain",
      name: 'Kovács "Anna", ifj.',
      email: "two@example.com",
      code: "invalid",
      detail: "-bad,\nvery",
      field: null,
      sent_instead: null,
    });
  });

  it("is refused to viewers, and written down without people for others", async ({
    viewer,
    contributor,
    run,
  }) => {
    const asked = { runId: run.id, outcome: "rejected", format: "csv" } as const;
    await expect(downloadOutcomes(viewer, asked)).rejects.toThrow(Forbidden);
    expect(await prisma().auditEvent.count({ where: { action: "run.download" } })).toBe(0);
    await downloadOutcomes(contributor, asked);
    const event = await prisma().auditEvent.findFirstOrThrow({ where: { action: "run.download" } });
    expect(event).toMatchObject({
      actorId: contributor.id,
      objectType: "run",
      objectId: run.id,
      details: { outcome: "rejected", format: "csv", people: 1 },
    });
    await expect(downloadOutcomes(contributor, { ...asked, runId: viewer.id })).rejects.toThrow(NotFound);
  });
});

/** Whom pages of `size` show, in their order. */
async function pageThrough(
  actor: Parameters<typeof listOutcomePeople>[0],
  asked: { runId: string; outcome: OpenableOutcome; size: number; search?: string },
): Promise<string[]> {
  const keys: string[] = [];
  let after: string | undefined;
  do {
    const page = await listOutcomePeople(actor, { ...asked, after });
    expect(page.people.length).toBeLessThanOrEqual(asked.size);
    keys.push(...page.people.map(({ key }) => key));
    after = page.nextAfter;
  } while (after !== undefined);
  return keys;
}

const isDone = (n: number) => n <= BATCH || n > 2 * BATCH;
const upTo = Array.from({ length: PEOPLE }, (_, index) => index + 1);

describe("thirty thousand people", () => {
  it("come page by page without gap or repeat", { timeout: 120_000 }, async ({ contributor, large }) => {
    const sent = await pageThrough(contributor, { runId: large.id, outcome: "sent", size: 997 });
    expect(sent).toEqual(upTo.filter((n) => isDone(n) && n % 10 !== 0).map((n) => `k${n}`));
    const changed = await pageThrough(contributor, { runId: large.id, outcome: "changed", size: 1_000 });
    expect(changed).toEqual(upTo.filter((n) => isDone(n) && n % 10 !== 0 && n % 3 === 0).map((n) => `k${n}`));
    const rejected = await pageThrough(contributor, { runId: large.id, outcome: "rejected", size: 100 });
    expect(rejected).toEqual(upTo.filter((n) => n % 10 === 0).map((n) => `k${n}`));
    const unchanged = await pageThrough(contributor, { runId: large.id, outcome: "unchanged", size: 999 });
    const others = upTo.map((n) => `k${n + PEOPLE}`).filter((key) => key > "k2");
    expect(unchanged.length).toBe(others.length);
    expect(new Set(unchanged)).toEqual(new Set(others));
    const found = await pageThrough(contributor, {
      runId: large.id,
      outcome: "unchanged",
      size: 7,
      search: "k4999",
    });
    expect(found).toEqual(["k4999", ...Array.from({ length: 10 }, (_, n) => `k4999${n}`)].slice(1));
  });

  it("stream without being gathered", { timeout: 120_000 }, async ({ contributor, large }) => {
    const { pieces } = await downloadOutcomes(contributor, {
      runId: large.id,
      outcome: "sent",
      format: "csv",
    });
    const lines: number[] = [];
    let longest = 0;
    let heap = 0;
    for await (const piece of pieces) {
      lines.push(piece.split("\r\n").length - 1);
      longest = Math.max(longest, piece.length);
      heap = Math.max(heap, process.memoryUsage().heapUsed);
    }
    const people = upTo.filter((n) => isDone(n) && n % 10 !== 0).length;
    expect(lines.reduce((sum, count) => sum + count, 0)).toBe(people + 1);
    // No piece holds more than a page, so memory does not grow with the number of people.
    expect(Math.max(...lines)).toBeLessThanOrEqual(2_000);
    expect(longest).toBeLessThan(2_000 * 1_000);
    expect(heap).toBeLessThan(400 * 2 ** 20);
  });

  it("stop being read when nobody takes them", async ({ contributor, large }) => {
    const { pieces } = await downloadOutcomes(contributor, {
      runId: large.id,
      outcome: "sent",
      format: "ndjson",
    });
    expect((await pieces.next()).done).toBe(false);
    await pieces.return(undefined);
    expect(await pieces.next()).toEqual({ done: true, value: undefined });
  });
});
