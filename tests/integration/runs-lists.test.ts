import { describe, expect } from "vitest";
import { asJson, prisma } from "@/lib/db";
import { doBatch } from "@/lib/runs/send/do-batch";
import { planRun } from "@/lib/runs/plan/plan-run";
import { saveExport } from "@/lib/exports/save-export";
import { acme, asked } from "../support/connections";
import { prepareExports, savedExport } from "../support/exports";
import { allOf, condition } from "../support/people";
import {
  addressesOf,
  checkBooks,
  hurry,
  hurryToEnd,
  importRoute,
  importsAsked,
  logOf,
  manyPeople,
  onList,
  outcomeRows,
  pressRun,
  told,
  useQuickKlaviyo,
  useSmallBatches,
  work,
} from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();
useSmallBatches(2);

const people = manyPeople(6);
const listMissing = { problemCode: "list_missing", problemParams: { list: "Newsletter" } };

function expectNoListMade(): void {
  expect(asked(klaviyo()).filter((route) => route === "POST /api/lists")).toEqual([]);
}

describe("A list that is not there", () => {
  it("is refused when the export is saved, be it unknown or another account's", async ({ administrator }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator);
    for (const listId of ["NoPE01", lists.rival])
      expect(await saveExport(administrator, { ...form, listId })).toMatchObject({
        ok: false,
        fields: { listId: { code: "list_unknown", params: { list: listId, account: acme.name } } },
      });
  });

  it("fails the run that finds it deleted, sends nobody and is not made anew", async ({ administrator }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.deleteList(acme.id, lists.newsletter);
    const run = await hurryToEnd(administrator, exportId);
    expect(run).toMatchObject({ status: "failed", ...listMissing });
    expect(told(run.result)).not.toHaveProperty("added");
    expect(klaviyo().control.jobs(acme.id)).toEqual([]);
    expect(await logOf(run.id)).toContain("list_missing");
    expectNoListMade();
  });

  it("fails a run that has nothing to send as well", async ({ administrator }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    await hurryToEnd(administrator, exportId);
    klaviyo().control.deleteList(acme.id, lists.newsletter);
    const run = await hurryToEnd(administrator, exportId);
    expect(run).toMatchObject({ status: "failed", ...listMissing });
    expect(told(run.result)).not.toHaveProperty("unchanged");
  });

  it("stops a run in whose middle it is deleted, and what was accepted before is not called sent (F19)", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.setJobPlan({ startMs: 0, workMs: 400 });
    klaviyo().control.addFault({
      match: { method: "POST", route: importRoute, nth: 2 },
      do: { kind: "deleteList", listId: lists.newsletter },
    });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    await doBatch();
    const run = checkBooks(await hurry(runId));
    expect(run).toMatchObject({ status: "failed", ...listMissing });
    expect(told(run.result)).toEqual({ unconfirmed: 2, not_sent: 4 });
    expect(importsAsked(klaviyo())).toHaveLength(2);
    expectNoListMade();
  });

  it("fails the run when it is deleted while the last import is worked on (F19)", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people: manyPeople(2) });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.setJobPlan({ startMs: 0, workMs: 400 });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    klaviyo().control.deleteList(acme.id, lists.newsletter);
    const run = checkBooks(await hurry(runId));
    expect(run).toMatchObject({ status: "failed", ...listMissing });
    expect(told(run.result)).toEqual({ unconfirmed: 2 });
    expectNoListMade();
  });

  it("fails a removal from it without touching anybody", async ({ administrator }) => {
    const { form, lists, readers } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, { ...form, leavers: "remove" });
    await hurryToEnd(administrator, exportId);
    await prisma().$executeRaw`DELETE FROM segment_member WHERE segment_id = ${readers}::uuid
      AND profile_id IN (SELECT id FROM profile WHERE key > 'p004')`;
    klaviyo().control.addFault({
      match: { method: "DELETE" },
      do: { kind: "deleteList", listId: lists.newsletter },
    });
    const run = await hurryToEnd(administrator, exportId);
    expect(run).toMatchObject({ status: "failed", ...listMissing });
    expect(told(run.result)).toEqual({ unchanged: 4, removal_failed: 2 });
    expectNoListMade();
  });
});

describe("Segments", () => {
  it("that were always empty skip the run", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: {} });
    const run = await hurryToEnd(administrator, await savedExport(administrator, form));
    expect(run).toMatchObject({ status: "skipped", problemCode: "no_members" });
    expect(importsAsked(klaviyo())).toEqual([]);
  });

  it("that were emptied hold the run and take nobody off, in remove mode too", async ({ administrator }) => {
    const { form, lists, readers } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, { ...form, leavers: "remove" });
    await hurryToEnd(administrator, exportId);
    await prisma().$executeRaw`DELETE FROM segment_member WHERE segment_id = ${readers}::uuid`;
    const run = await work(await pressRun(administrator, exportId), ({ status }) => status === "held");
    expect(run.hold).toMatchObject({ reason: "emptied", people: 6 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people));
    expect(asked(klaviyo()).filter((route) => route.startsWith("DELETE"))).toEqual([]);
  });

  it.for([
    ["names a field that is gone", allOf(condition("gone", "is_set"))],
    ["cannot even be read", { version: 99 }],
  ] as const)(
    "whose definition %s skip the run, which names the segment",
    async ([, definition], { administrator }) => {
      const { form, readers } = await prepareExports(klaviyo(), administrator, { people });
      const exportId = await savedExport(administrator, form);
      await prisma().segment.update({
        where: { id: readers },
        data: { refreshStatus: "queued", definition: asJson(definition) },
      });
      const run = await hurryToEnd(administrator, exportId);
      expect(run).toMatchObject({
        status: "skipped",
        problemCode: "segment_failed",
        problemParams: { segment: "Readers" },
      });
      expect(importsAsked(klaviyo())).toEqual([]);
    },
  );

  it("that were deleted after Run was pressed skip the run, which names them", async ({ administrator }) => {
    const { form, readers } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const runId = await pressRun(administrator, exportId);
    await prisma().exportSegment.deleteMany({ where: { segmentId: readers } });
    await prisma().segment.delete({ where: { id: readers } });
    const run = checkBooks(await hurry(runId));
    expect(run).toMatchObject({
      status: "skipped",
      problemCode: "segment_deleted",
      problemParams: { segment: "Readers" },
    });
  });
});

describe("An address field", () => {
  it("without a single value leaves everybody without e-mail, and nothing is sent", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, { ...form, identifierField: "note" });
    const run = await hurryToEnd(administrator, exportId);
    expect(told(run.result)).toEqual({ no_email: 6 });
    expect(importsAsked(klaviyo())).toEqual([]);
  });

  it("that lost all its values takes nobody off the list", async ({ administrator }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, { ...form, leavers: "remove" });
    await hurryToEnd(administrator, exportId);
    await prisma().$executeRaw`UPDATE profile SET attributes = attributes - 'email'`;
    const run = await work(await pressRun(administrator, exportId), ({ status }) => status === "held");
    expect(run.hold).toMatchObject({ reason: "emptied", people: 6 });
    expect(run.hold).toMatchObject({ plan: { noEmail: 6 } });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people));
  });
});

describe("The limit", () => {
  it("passed by one fails the run, which says by how much, and sends nobody", async ({ administrator }) => {
    const { form, lists, connectionId } = await prepareExports(klaviyo(), administrator, {
      people: { ...people, p007: { email: "not an address" }, p008: { email: "P001@example.com " } },
    });
    await prisma().connection.update({ where: { id: connectionId }, data: { exportLimit: 5 } });
    const exportId = await savedExport(administrator, form);
    const run = await hurryToEnd(administrator, exportId);
    expect(run).toMatchObject({
      status: "failed",
      problemCode: "limit_exceeded",
      problemParams: { limit: 5, over: 1 },
    });
    expect(told(run.result)).toEqual({ not_sent: 6, invalid_email: 1, duplicate: 1 });
    expect(importsAsked(klaviyo())).toEqual([]);
    expect(onList(klaviyo(), lists.newsletter)).toEqual([]);
    expect(await outcomeRows(run.id, "invalid_email")).toHaveLength(1);
  });

  it("met exactly lets the run go on; only people with a valid address of their own count", async ({
    administrator,
  }) => {
    const { form, lists, connectionId } = await prepareExports(klaviyo(), administrator, {
      people: { ...people, p007: { email: "not an address" }, p008: { email: "P001@example.com " } },
    });
    await prisma().connection.update({ where: { id: connectionId }, data: { exportLimit: 6 } });
    const run = await hurryToEnd(administrator, await savedExport(administrator, form));
    expect(run.status).toBe("successful");
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people));
  });
});
