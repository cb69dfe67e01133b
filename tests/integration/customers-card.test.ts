import { describe, expect } from "vitest";
import { pool } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { getProfile } from "@/lib/profiles/profile-card";
import { listSentTo } from "@/lib/runs/outcomes/list-sent-to";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import { saveSegment } from "@/lib/segments/save-segment";
import { importFile, valueOf } from "../support/imports";
import { addPeople, allOf, condition } from "../support/people";
import { addBatch, addExport, addItems, addLedgerEntries, addOutcomes, addRun } from "../support/run-rows";
import { it } from "../support/workspace";

async function idOf(key: string): Promise<string> {
  const { rows } = await pool().query<{ id: string }>("SELECT id::text FROM profile WHERE key = $1", [key]);
  return rows[0]?.id ?? "";
}

describe("a customer's card", () => {
  it("tells whose value counts, and what the others say", async ({ contributor }) => {
    await importFile(contributor, "Id,City,Phone\n1,Győr,+3611\n", { key: "Id", name: "Webshop" });
    await importFile(contributor, "Id,City,Phone,Plan\n1,Pécs,+3611,gold\n", { key: "Id", name: "Loyalty" });
    const card = await getProfile(contributor, await idOf("1"));
    const told = Object.fromEntries(
      card.attributes.map(({ key, value, source, others }) => [
        key,
        [value, source?.name, others.map((other) => [other.source.name, other.value, other.isSame])],
      ]),
    );
    expect(told).toMatchObject({
      city: ["Győr", "Webshop", [["Loyalty", "Pécs", false]]],
      phone: ["+3611", "Webshop", [["Loyalty", "+3611", true]]],
      plan: ["gold", "Loyalty", []],
    });
    expect(card.sources.map(({ name }) => name)).toEqual(["Webshop", "Loyalty"]);
  });

  it("masks for viewers what every source says", async ({ contributor, viewer }) => {
    const file = (address: string) => `Id,E-mail\n1,${address}\n`;
    await importFile(contributor, file("anna@example.com"), { key: "Id", name: "Webshop" });
    await importFile(contributor, file("anna.kiss@example.org"), { key: "Id", name: "Loyalty" });
    const card = await getProfile(viewer, await idOf("1"));
    expect(JSON.stringify(card)).not.toMatch(/anna|example/);
    expect(card.attributes.find(({ key }) => key === "e_mail")).toMatchObject({
      value: "a•••@e•••.com",
      others: [{ value: "a•••@e•••.org" }],
    });
  });

  it("names the segments", async ({ contributor }) => {
    await importFile(contributor, "Id,City\n1,Győr\n2,Pécs\n", { key: "Id" });
    const definition = allOf(condition("city", "equals", "Győr"));
    const { segmentId } = valueOf(await saveSegment(contributor, { name: "Győr", definition }));
    await refreshSegment(segmentId);
    expect((await getProfile(contributor, await idOf("1"))).segments).toEqual([
      { id: segmentId, name: "Győr" },
    ]);
    expect((await getProfile(contributor, await idOf("2"))).segments).toEqual([]);
  });

  it.for(["", "0", "12345", "1; DROP TABLE profile", "9".repeat(40)])(
    "of nobody (%j) is not found",
    async (id, { contributor }) => {
      await expect(getProfile(contributor, id)).rejects.toThrow(NotFound);
    },
  );
});

describe("where a customer was sent", () => {
  it("is told by the ledger and by what runs wrote, the newest first, and of this customer alone", async ({
    administrator,
  }) => {
    await addPeople({ ann: { email: " Ann@Example.com" }, ben: { email: "ben@example.com" } });
    const rows = await addExport(administrator);
    const at = (day: number) => ({ data: { finishedAt: new Date(Date.UTC(2026, 0, day)) } });
    const first = await addRun(rows, at(1));
    const second = await addRun(rows, at(2));
    const third = await addRun(rows, at(3));
    await addLedgerEntries(rows.ledgerId, [
      ["ann", "ann@example.com", first.number],
      ["ben", "ben@example.com", third.number],
    ]);
    await pool().query(
      "UPDATE run_data.ledger_entry SET state = 1, changed_run = $1 WHERE identifier LIKE 'ann%'",
      [second.number],
    );
    await addOutcomes(third, [
      { kind: "rejected", key: "ann", seq: 1, address: "ann@example.com" },
      { kind: "duplicate", key: "ben" },
    ]);
    const told = await listSentTo(administrator, await idOf("ann"));
    expect(told.map(({ runId, outcome }) => [runId, outcome])).toEqual([
      [third.id, "rejected"],
      [second.id, "changed"],
      [first.id, "added"],
    ]);
    expect(told[0]).toMatchObject({
      exportName: "Newsletter",
      listName: "Everybody",
      at: "2026-01-03T00:00:00.000Z",
    });
  });

  it("tells who is not sent, of exports with a segment they are in", async ({ administrator }) => {
    await addPeople({ ann: { city: "Győr" } });
    const rows = await addExport(administrator);
    const run = await addRun(rows);
    await addOutcomes(run, [{ kind: "no_email", key: "ann" }]);
    expect(await listSentTo(administrator, await idOf("ann"))).toEqual([]);
    await pool().query(
      `WITH s AS (INSERT INTO segment (id, name, definition, updated_at) VALUES (gen_random_uuid(), 'All', '{}', now()) RETURNING id),
         x AS (INSERT INTO export_segment (export_id, segment_id, role) SELECT $1, id, 'include' FROM s)
       INSERT INTO segment_member SELECT s.id, p.id FROM s, profile p`,
      [rows.exportId],
    );
    expect(await listSentTo(administrator, await idOf("ann"))).toMatchObject([
      { runId: run.id, outcome: "no_email" },
    ]);
  });

  it("says unconfirmed of what was never confirmed, and that somebody left", async ({ administrator }) => {
    await addPeople({ ann: { email: "ann@example.com" } });
    const rows = await addExport(administrator);
    const first = await addRun(rows);
    const second = await addRun(rows);
    await addLedgerEntries(rows.ledgerId, [["ann", "ann@example.com", first.number, second.number]]);
    const told = await listSentTo(administrator, await idOf("ann"));
    expect(told.map(({ outcome }) => outcome)).toEqual(["left", "unconfirmed"]);
  });

  it("says of somebody who is in no segment any more that they were taken off the list, or were not", async ({
    administrator,
  }) => {
    await addPeople({ ann: {}, ben: {}, cid: {}, dot: {} });
    const run = await addRun(await addExport(administrator));
    await addItems(run, [
      [1, "remove", "ann", "ann@example.com"],
      [2, "remove", "ben", "ben@example.com"],
      [3, "remove", "cid", "cid@example.com"],
      [4, "remove", "dot", "dot@example.com"],
    ]);
    await addBatch(run, { no: 1, kind: "remove", state: "done", firstSeq: 1, lastSeq: 2 });
    await addBatch(run, { no: 2, kind: "remove", state: "failed", firstSeq: 3, lastSeq: 3 });
    await addBatch(run, { no: 3, kind: "remove", state: "pending", firstSeq: 4, lastSeq: 4 });
    await addOutcomes(run, [{ kind: "already_gone", key: "ben", seq: 2 }]);
    const toldOf = async (key: string) =>
      (await listSentTo(administrator, await idOf(key))).map(({ runId, outcome }) => [runId, outcome]);
    expect(await toldOf("ann")).toEqual([[run.id, "removed"]]);
    expect(await toldOf("ben")).toEqual([[run.id, "already_gone"]]);
    expect(await toldOf("cid")).toEqual([[run.id, "removal_failed"]]);
    expect(await toldOf("dot")).toEqual([]);
  });
});
