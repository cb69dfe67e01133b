import { describe, expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool } from "@/lib/db";
import { saveExport } from "@/lib/exports/save-export";
import { acme } from "../support/connections";
import { addSegment, prepareExports, savedExport } from "../support/exports";
import {
  addressesOf,
  hurryToEnd,
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
useSmallBatches(3);

const people = manyPeople(9);
const removals = { method: "DELETE", route: "/api/lists/{id}/relationships/profiles" };
const staying = addressesOf(people).slice(0, 3);

/** Takes all but the first three people out of a segment. */
async function leave(segmentId: string): Promise<void> {
  await pool().query(
    `DELETE FROM segment_member WHERE segment_id = $1
       AND profile_id IN (SELECT id FROM profile WHERE key > 'p003')`,
    [segmentId],
  );
}

/** An export in remove mode whose nine people are on the list, and six of whom have left the segment. */
async function prepareLeavers(administrator: UserActor) {
  const { form, lists, readers } = await prepareExports(klaviyo(), administrator, { people });
  const exportId = await savedExport(administrator, { ...form, leavers: "remove" });
  await hurryToEnd(administrator, exportId);
  await leave(readers);
  klaviyo().control.clearLog();
  return { form, lists, readers, exportId };
}

describe("People who left the segments", () => {
  it("are taken off in as few requests as it takes, and nobody else is", async ({ administrator }) => {
    const { lists, exportId } = await prepareLeavers(administrator);
    const run = await hurryToEnd(administrator, exportId);
    expect(run.status).toBe("successful");
    expect(told(run.result)).toEqual({ unchanged: 3, removed: 6 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(staying);
    expect(klaviyo().control.log(removals)).toHaveLength(2);
    expect([...klaviyo().control.profiles(acme.id)]).toHaveLength(9);
  });

  it("and whose profile Klaviyo no longer has are already gone; the others are taken off", async ({
    administrator,
  }) => {
    const { lists, exportId } = await prepareLeavers(administrator);
    klaviyo().control.eraseProfile(acme.id, "p005@example.com");
    const run = await hurryToEnd(administrator, exportId);
    expect(run.status).toBe("successful");
    expect(told(run.result)).toEqual({ unchanged: 3, removed: 5, already_gone: 1 });
    expect((await outcomeRows(run.id, "already_gone")).map(({ identifier }) => identifier)).toEqual([
      "p005@example.com",
    ]);
    expect(onList(klaviyo(), lists.newsletter)).toEqual(staying);
  });

  it("and vanish between the look-up and the removal are already gone as well", async ({ administrator }) => {
    const { lists, exportId } = await prepareLeavers(administrator);
    await pool().query(
      "UPDATE run_data.ledger_entry SET remote_id = '01KGONEGONEGONEGONEGONEGON' WHERE identifier = $1",
      ["p006@example.com"],
    );
    klaviyo().control.eraseProfile(acme.id, "p006@example.com");
    const run = await hurryToEnd(administrator, exportId);
    expect(told(run.result)).toEqual({ unchanged: 3, removed: 5, already_gone: 1 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(staying);
  });

  it.for([
    ["are taken off as well in remove mode", "remove", { unchanged: 6, excluded: 3, removed: 3 }, 6],
    ["stay in keep mode", "keep", { unchanged: 6, excluded: 3 }, 9],
  ] as const)("or came into an excluded segment %s (rule 6)", async (expected, { administrator }) => {
    const [, leavers, outcomes, left] = expected;
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, { ...form, leavers });
    await hurryToEnd(administrator, exportId);
    const excluded = await addSegment("Excluded", ["p007", "p008", "p009"]);
    await saveExport(administrator, { ...form, exportId, leavers, excludedSegmentIds: [excluded] });
    const run = await hurryToEnd(administrator, exportId);
    expect(told(run.result)).toEqual(outcomes);
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people).slice(0, left));
  });

  it("stay for as long as another export of the list wants them (rule 2)", async ({ administrator }) => {
    const { form, lists, readers } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, { ...form, leavers: "remove" });
    const others = await addSegment("Others", ["p004", "p005"]);
    const otherId = await savedExport(administrator, { ...form, name: "Others", segmentIds: [others] });
    await hurryToEnd(administrator, exportId);
    await hurryToEnd(administrator, otherId);
    await leave(readers);
    const run = await hurryToEnd(administrator, exportId);
    expect(told(run.result)).toEqual({ unchanged: 3, removed: 4 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people).slice(0, 5));
  });

  it("stay where the export keeps them, and where somebody else put them on the list", async ({
    administrator,
  }) => {
    const { form, lists, readers } = await prepareExports(klaviyo(), administrator, { people });
    klaviyo().control.seed({
      accounts: [
        {
          id: acme.id,
          lists: [{ id: lists.newsletter, name: "Newsletter", members: ["by@hand.example.com"] }],
        },
      ],
    });
    const exportId = await savedExport(administrator, form);
    await hurryToEnd(administrator, exportId);
    await leave(readers);
    const run = await hurryToEnd(administrator, exportId);
    expect(told(run.result)).toEqual({ unchanged: 3 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(["by@hand.example.com", ...addressesOf(people)]);
  });
});

describe("A removal that Klaviyo calls too large", () => {
  const tooMany = { status: 400, code: "invalid", detail: "This field must contain no more than 2 items." };

  it.for([
    ["413", { status: 413 }],
    ["a limit of items in a 400", tooMany],
  ] as const)("(%s) goes in halves, and everybody is taken off", async ([, answer], { administrator }) => {
    const { lists, exportId } = await prepareLeavers(administrator);
    klaviyo().control.addFault({ match: removals, count: 1, do: { kind: "answer", ...answer } });
    const run = await hurryToEnd(administrator, exportId);
    expect(run.status).toBe("successful");
    expect(told(run.result)).toEqual({ unchanged: 3, removed: 6 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(staying);
    expect(await logOf(run.id)).toContain("batch_split");
  });

  it("even of one person is given up, and the run ends", async ({ administrator }) => {
    const { lists, exportId } = await prepareLeavers(administrator);
    klaviyo().control.addFault({ match: removals, do: { kind: "answer", status: 413 } });
    const run = await hurryToEnd(administrator, exportId);
    expect(run.status).toBe("completed_with_warnings");
    expect(told(run.result)).toEqual({ unchanged: 3, removal_failed: 6 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people));
    expect(await logOf(run.id)).toContain("batch_gave_up");
  });
});
