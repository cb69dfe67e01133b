import { describe, expect } from "vitest";
import { pool } from "@/lib/db";
import { doBatch } from "@/lib/runs/send/do-batch";
import { planRun } from "@/lib/runs/plan/plan-run";
import { acme } from "../support/connections";
import { prepareExports, savedExport } from "../support/exports";
import { holdLock } from "../support/hold-lock";
import {
  addressesOf,
  checkBooks,
  hurry,
  pressRun,
  readRun,
  hurryToEnd,
  importRoute,
  importsAsked,
  logOf,
  manyPeople,
  onList,
  outcomeRows,
  told,
  useQuickKlaviyo,
  useSmallBatches,
} from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();
const submit = { method: "POST", route: importRoute };
const withNote = { properties: [{ name: "Note", field: "note" }], fields: [] };

describe("A request refused because of rows (F16)", () => {
  it("leaves out the two that were named, each with its reason, and sends the rest once", async ({
    administrator,
  }) => {
    const people = manyPeople(10);
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({
      match: { ...submit, nth: 1 },
      do: { kind: "rejectRows", rows: [3, 17 - 10], detail: "Invalid input" },
    });
    const run = await hurryToEnd(administrator, exportId);
    expect(run.status).toBe("completed_with_warnings");
    expect(told(run.result)).toEqual({ added: 8, rejected: 2 });
    const named = ["p004@example.com", "p008@example.com"];
    expect(await outcomeRows(run.id, "rejected")).toEqual(
      named.map((identifier) => ({ identifier, code: "invalid", detail: "Invalid input", field: "email" })),
    );
    expect(onList(klaviyo(), lists.newsletter)).toEqual(
      addressesOf(people).filter((address) => !named.includes(address)),
    );
    expect(importsAsked(klaviyo()).map(({ status, rows }) => [status, rows])).toEqual([
      [400, 0],
      [202, 8],
    ]);
    expect(await logOf(run.id)).toContain("rows_refused");
  });

  it("ends when its errors come in portions, and when every row is refused", async ({ administrator }) => {
    const people = manyPeople(3);
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({ match: submit, do: { kind: "rejectRows", rows: [0] } });
    const run = await hurryToEnd(administrator, exportId);
    expect(run.status).toBe("completed_with_warnings");
    expect(told(run.result)).toEqual({ rejected: 3 });
    expect(importsAsked(klaviyo())).toHaveLength(3);
    expect(onList(klaviyo(), lists.newsletter)).toEqual([]);
  });

  it("gives a batch up whose refusal names no row, and says so", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(3) });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({
      match: submit,
      do: { kind: "answer", status: 400, code: "invalid", detail: "Something is wrong." },
    });
    const run = await hurryToEnd(administrator, exportId);
    expect(run).toMatchObject({
      status: "failed",
      problemCode: "batches_failed",
      problemParams: { people: 3 },
    });
    expect(told(run.result)).toEqual({ not_sent: 3 });
    expect(await logOf(run.id)).toContain("batch_gave_up");
    expect(importsAsked(klaviyo())).toHaveLength(1);
  });
});

describe("Sizes (F17)", () => {
  it("10,001 people go in two requests", async ({ administrator }) => {
    const { form, lists, readers } = await prepareExports(klaviyo(), administrator, { people: {} });
    await pool().query(
      `INSERT INTO profile (key, attributes, search)
       SELECT 'k' || n, jsonb_build_object('email', 'k' || n || '@example.com'), 'k' || n FROM generate_series(1, 10001) n`,
    );
    await pool().query("INSERT INTO segment_member (segment_id, profile_id) SELECT $1, id FROM profile", [
      readers,
    ]);
    const run = await hurryToEnd(administrator, await savedExport(administrator, form));
    expect(run.status).toBe("successful");
    expect(told(run.result)).toEqual({ added: 10_001 });
    expect(importsAsked(klaviyo()).map(({ rows }) => rows)).toEqual([10_000, 1]);
    expect(new Set(onList(klaviyo(), lists.newsletter)).size).toBe(10_001);
  }, 60_000);

  it("big attributes are cut by bytes, below 5 MB", async ({ administrator }) => {
    const people = manyPeople(60, () => ({ note: "x".repeat(90_000) }));
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const run = await hurryToEnd(
      administrator,
      await savedExport(administrator, { ...form, mapping: withNote }),
    );
    expect(run.status).toBe("successful");
    const sent = importsAsked(klaviyo());
    expect(sent.map(({ status }) => status)).toEqual([202, 202]);
    for (const { bytes } of sent) expect(bytes).toBeLessThanOrEqual(4_500_000);
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people));
  });

  it("values that grow after planning split the batch instead of overflowing it", async ({
    administrator,
  }) => {
    const people = manyPeople(60, (index) => ({ note: index < 30 ? "x" : "\u0001\u20ac".repeat(29_000) }));
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const run = await hurryToEnd(
      administrator,
      await savedExport(administrator, { ...form, mapping: withNote }),
    );
    expect(run.status).toBe("successful");
    for (const { bytes, status } of importsAsked(klaviyo())) {
      expect(bytes).toBeLessThanOrEqual(4_500_000);
      expect(status).toBe(202);
    }
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people));
  });

  it("one profile of 100 KB is rejected here, the others are sent", async ({ administrator }) => {
    const people = manyPeople(5, (index) => ({ note: index === 2 ? "x".repeat(100_000) : "short" }));
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const run = await hurryToEnd(
      administrator,
      await savedExport(administrator, { ...form, mapping: withNote }),
    );
    expect(run.status).toBe("completed_with_warnings");
    expect(told(run.result)).toEqual({ added: 4, rejected: 1 });
    expect(await outcomeRows(run.id, "rejected")).toMatchObject([
      { identifier: "p003@example.com", code: "record_too_large" },
    ]);
    expect(importsAsked(klaviyo()).map(({ rows }) => rows)).toEqual([4]);
    expect(onList(klaviyo(), lists.newsletter)).not.toContain("p003@example.com");
  });

  it("a 413 halves the batch until it fits; warnings and rejections stay counted once", async ({
    administrator,
  }) => {
    const people = manyPeople(8, (index) => ({
      phone: index === 0 ? "12" : `+3630123456${index}`,
      note: index === 7 ? "x".repeat(100_000) : "short",
    }));
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, {
      ...form,
      mapping: { fields: [{ to: "phone_number", field: "phone" }], properties: withNote.properties },
    });
    klaviyo().control.addFault({ match: submit, count: 3, do: { kind: "answer", status: 413 } });
    const run = await hurryToEnd(administrator, exportId);
    expect(run.status).toBe("completed_with_warnings");
    expect(told(run.result)).toEqual({ added: 7, rejected: 1 });
    expect(run.result.warnings).toBe(1);
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people).slice(0, 7));
    const accepted = importsAsked(klaviyo()).filter(({ status }) => status === 202);
    expect(accepted.reduce((sum, { rows }) => sum + rows, 0)).toBe(7);
  });

  it("a 413 for one person alone rejects that person", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(2) });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({ match: submit, do: { kind: "answer", status: 413 } });
    const run = await hurryToEnd(administrator, exportId);
    expect(told(run.result)).toEqual({ rejected: 2 });
    expect(await outcomeRows(run.id, "rejected")).toMatchObject([
      { code: "record_too_large" },
      { code: "record_too_large" },
    ]);
    expect(importsAsked(klaviyo())).toHaveLength(3);
  });
});

describe("Sizes, beside batches that are at work (F17)", () => {
  useSmallBatches(4);

  it("a 413 halves its own batch without waiting for one that is at work", async ({ administrator }) => {
    const people = manyPeople(8);
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({ match: submit, count: 1, do: { kind: "answer", status: 413 } });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await using other = await holdLock(
      `SELECT 1 FROM run_batch WHERE run_id = '${runId}' AND no = 2 FOR UPDATE`,
    );
    await doBatch();
    expect((await readRun(runId)).batches.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([
      [1, 2],
      [5, 8],
      [3, 4],
    ]);
    await other.release();
    expect(told(checkBooks(await hurry(runId)).result)).toEqual({ added: 8 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people));
  });
});

describe("Bad addresses and phones (F18)", () => {
  it("end in their outcomes, and nobody of them reaches Klaviyo", async ({ administrator }) => {
    const invalid = ["plain", "a@b", "two@@example.com", "dot.@example.com", "\u00e1rv\u00edz@example.com"];
    const people = {
      ...manyPeople(95),
      ...Object.fromEntries(invalid.map((email, index) => [`x${index}`, { email }])),
      y1: { email: " P001@EXAMPLE.com" },
      y2: { email: "p002@example.com\t" },
      y3: { email: "\uff50003@example.com" },
      z1: { email: "   " },
      z2: {},
    };
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    klaviyo().control.keepBodies(true);
    const run = await hurryToEnd(administrator, await savedExport(administrator, form));
    expect(run.status).toBe("successful");
    expect(told(run.result)).toEqual({ added: 95, invalid_email: 5, duplicate: 3, no_email: 2 });
    expect((await outcomeRows(run.id, "duplicate")).map(({ identifier }) => identifier)).toEqual([
      "p001@example.com",
      "p002@example.com",
      "p003@example.com",
    ]);
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(manyPeople(95)));
    for (const address of invalid) expect(importsAsked(klaviyo())[0]?.body).not.toContain(`"${address}"`);
  });

  it("a phone that is none is left out with a warning; the person is sent without it", async ({
    administrator,
  }) => {
    const people = manyPeople(4, (index) => ({ phone: index < 2 ? "0630 12" : `+36 30 123 456${index}` }));
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const mapping = { fields: [{ to: "phone_number", field: "phone" }], properties: [] };
    const run = await hurryToEnd(administrator, await savedExport(administrator, { ...form, mapping }));
    expect(run.status).toBe("completed_with_warnings");
    expect(told(run.result)).toEqual({ added: 4 });
    expect(run.result.warnings).toBe(2);
    const { rows } = await pool().query(
      `SELECT i.identifier, w.field, w.code FROM run_data.warning w JOIN run_data.item i USING (run, seq)
       ORDER BY i.identifier`,
    );
    const warned = addressesOf(people).slice(0, 2);
    const warning = { field: "phone_number", code: "phone_not_international" };
    expect(rows).toEqual(warned.map((identifier) => ({ identifier, ...warning })));
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people));
    const phones = [...klaviyo().control.profiles(acme.id)].map(({ phone_number }) => phone_number ?? null);
    expect(phones.sort()).toEqual(["+36301234562", "+36301234563", null, null].sort());
  });
});
