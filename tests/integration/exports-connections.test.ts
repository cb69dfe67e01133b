import { describe, expect } from "vitest";
import { getConnection, listConnectionExports, listConnections } from "@/lib/connections/queries";
import { removeConnection } from "@/lib/connections/remove-connection";
import { saveLimits } from "@/lib/connections/save-limits";
import { saveLimitsSchema } from "@/lib/connections/schema";
import { prisma } from "@/lib/db";
import { askForList } from "@/lib/exports/check-list";
import { detachExports } from "@/lib/exports/detach-exports";
import { findUsableConnection } from "@/lib/exports/find-usable-connection";
import { removeExports } from "@/lib/exports/remove-exports";
import { saveExport } from "@/lib/exports/save-export";
import { fieldProblems } from "@/lib/field-problems";
import { getSegment, listSegments } from "@/lib/segments/queries";
import { removeSegments } from "@/lib/segments/remove-segments";
import { activeConnection, findRow, useKlaviyo } from "../support/connections";
import { addRun, findExportRow, prepareExports, savedExport } from "../support/exports";
import { holdLock } from "../support/hold-lock";
import { it } from "../support/workspace";

const klaviyo = useKlaviyo({ withApp: false });
type Administrator = Parameters<typeof prepareExports>[1];

async function withExports(administrator: Administrator, count: number) {
  const prepared = await prepareExports(klaviyo(), administrator);
  const ids: string[] = [];
  for (let number = 1; number <= count; number++)
    ids.push(await savedExport(administrator, { ...prepared.form, name: `Export ${number}` }));
  return { ...prepared, ids };
}

describe("a connection", () => {
  it("says how many exports use it, removed and detached ones not counted", async ({ administrator }) => {
    const { ids, connectionId } = await withExports(administrator, 3);
    const runId = await addRun(ids[2] ?? "", { status: "held" });
    await addRun(ids[2] ?? "", { status: "failed" });
    expect(await listConnections(administrator)).toMatchObject([{ usedBy: 3 }]);
    await removeExports(administrator, { exportIds: ids.slice(0, 1) });
    await detachExports(administrator, { exportIds: ids.slice(1, 2) });
    expect(await listConnections(administrator)).toMatchObject([{ usedBy: 1 }]);
    expect(await listConnectionExports(administrator, connectionId)).toEqual([
      { id: ids[2], name: "Export 3", listName: "Newsletter", activeRunId: runId },
    ]);
  });

  it("is removed only once every export on it is decided", async ({ administrator }) => {
    const { ids, connectionId } = await withExports(administrator, 4);
    const exports = ids.slice(0, 1).map((exportId) => ({ exportId, choice: "remove" as const }));
    expect(await removeConnection(administrator, { connectionId, exports })).toEqual({
      ok: false,
      code: "exports_undecided",
      params: { count: 3, exports: "Export 2, Export 3, Export 4" },
    });
    expect(await removeConnection(administrator, { connectionId })).toMatchObject({
      code: "exports_undecided",
      params: { exports: "Export 1, Export 2, Export 3, …" },
    });
    expect(await findRow(connectionId)).toMatchObject({ status: "active" });
    expect(await prisma().connectionSecret.count()).toBe(1);
    expect(await findExportRow(ids[0] ?? "")).toMatchObject({ removedAt: null });
  });

  it("goes with the exports that were chosen, leaves the others without a connection, and stops all runs", async ({
    administrator,
  }) => {
    const { ids, connectionId, form } = await withExports(administrator, 2);
    const [first = "", second = ""] = ids;
    const runs = [await addRun(first, { status: "running" }), await addRun(second, { status: "queued" })];
    // Of an export that has moved on; its run still goes through the old connection.
    const moved = await savedExport(administrator, { ...form, name: "Moved" });
    runs.push(await addRun(moved, { status: "waiting" }));
    const other = await activeConnection(administrator, { name: "Second" });
    await prisma().export.update({ where: { id: moved }, data: { connectionId: other } });
    const answer = await removeConnection(administrator, {
      connectionId,
      exports: [
        { exportId: first, choice: "remove" },
        { exportId: second, choice: "detach" },
      ],
    });
    expect(answer).toEqual({ ok: true, value: null });
    expect(await findRow(connectionId)).toMatchObject({ status: "removed" });
    expect(await findExportRow(first)).toMatchObject({ removedAt: expect.any(Date), nameKey: null });
    expect(await findExportRow(second)).toMatchObject({ removedAt: null, connectionId: null });
    expect(await findExportRow(moved)).toMatchObject({ removedAt: null, connectionId: other });
    for (const id of runs)
      expect(await prisma().run.findUnique({ where: { id } })).toMatchObject({
        cancelRequestedAt: expect.any(Date),
        canceledById: administrator.id,
      });
  });

  it("and an export that is saved on it at once end in an order, never half", async ({ administrator }) => {
    const { form, connectionId } = await prepareExports(klaviyo(), administrator);
    const [saved, removed] = await Promise.all([
      saveExport(administrator, form),
      removeConnection(administrator, { connectionId }),
    ]);
    expect([saved.ok, removed.ok].toSorted()).toEqual([false, true]);
    const orphans = await prisma().export.count({ where: { connection: { status: "removed" } } });
    expect(orphans).toBe(0);
  });

  it("that is removed after an export's form has looked at it is no longer there for its list", async ({
    administrator,
  }) => {
    const { form, connectionId } = await prepareExports(klaviyo(), administrator);
    const seen = await findUsableConnection(prisma(), administrator, connectionId);
    expect(await removeConnection(administrator, { connectionId })).toMatchObject({ ok: true });
    expect(seen && (await askForList(seen, form.listId))).toMatchObject({ code: "connection_unknown" });
  });

  it("that is being removed is waited for by whoever changes its exports", async ({ administrator }) => {
    const { ids, connectionId, form } = await withExports(administrator, 1);
    const [exportId = ""] = ids;
    await using lock = await holdLock(`SELECT 1 FROM connection WHERE id = '${connectionId}' FOR UPDATE`);
    const exports = [{ exportId, choice: "detach" as const }];
    const removal = removeConnection(administrator, { connectionId, exports });
    await lock.untilBlocked(1);
    const edit = saveExport(administrator, { ...form, exportId, name: "Renamed" });
    await lock.untilBlocked(2);
    await lock.release();
    expect((await removal).ok).toBe(true);
    expect(await edit).toMatchObject({ fields: { connectionId: { code: "connection_unknown" } } });
  });
});

describe("the limits of a connection", () => {
  it("are saved and audited", async ({ administrator }) => {
    const connectionId = await activeConnection(administrator);
    expect(await getConnection(administrator, connectionId)).toMatchObject({
      exportLimit: 100_000,
      reservePercent: 10,
    });
    const limits = { exportLimit: 250_000, reservePercent: 0, removalPercent: 50, invalidPercent: 0 };
    expect(await saveLimits(administrator, { connectionId, ...limits })).toEqual({ ok: true, value: null });
    expect(await getConnection(administrator, connectionId)).toMatchObject(limits);
    const event = await prisma().auditEvent.findFirstOrThrow({ where: { action: "connection.limits" } });
    expect(event).toMatchObject({ objectId: connectionId, details: limits });
  });

  it.for<[object, string, string]>([
    [{ exportLimit: 0 }, "exportLimit", "limit_out_of_range"],
    [{ exportLimit: 100_000_001 }, "exportLimit", "limit_out_of_range"],
    [{ exportLimit: 1.5 }, "exportLimit", "limit_out_of_range"],
    [{ exportLimit: Number.NaN }, "exportLimit", "limit_out_of_range"],
    [{ reservePercent: -1 }, "reservePercent", "reserve_out_of_range"],
    [{ reservePercent: 91 }, "reservePercent", "reserve_out_of_range"],
    [{ reservePercent: "10" }, "reservePercent", "reserve_out_of_range"],
    [{ removalPercent: 101 }, "removalPercent", "percent_out_of_range"],
    [{ invalidPercent: -1 }, "invalidPercent", "percent_out_of_range"],
  ])("are not %o", ([change, field, code]) => {
    const connectionId = crypto.randomUUID();
    const valid = { exportLimit: 1, reservePercent: 0, removalPercent: 0, invalidPercent: 0 };
    const parsed = saveLimitsSchema.safeParse({ connectionId, ...valid, ...change });
    expect(parsed.error && fieldProblems(parsed.error)[field]?.code).toBe(code);
  });
});

describe("a segment", () => {
  it("that exports use says so and is not removed, until it is taken out there", async ({
    administrator,
  }) => {
    const { form, staff, readers, ids } = await withExports(administrator, 1);
    const exportId = await savedExport(administrator, {
      ...form,
      name: "Other",
      excludedSegmentIds: [staff],
    });
    expect((await listSegments(administrator)).map(({ name, usedIn }) => [name, usedIn])).toEqual([
      ["Readers", 2],
      ["Staff", 1],
    ]);
    expect(await getSegment(administrator, readers)).toMatchObject({ usedIn: 2 });
    expect(await removeSegments(administrator, { segmentIds: [readers] })).toEqual({
      ok: false,
      code: "segment_in_use",
      params: { exports: "Export 1, Other" },
    });
    expect(await removeSegments(administrator, { segmentIds: [staff] })).toMatchObject({
      code: "segment_in_use",
    });
    await savedExport(administrator, { ...form, exportId, name: "Other" });
    expect(await removeSegments(administrator, { segmentIds: [staff] })).toEqual({ ok: true, value: null });
    await removeExports(administrator, { exportIds: [exportId, ...ids] });
    expect(await removeSegments(administrator, { segmentIds: [readers] })).toEqual({ ok: true, value: null });
    expect(await prisma().segment.count()).toBe(0);
  });

  it("that is removed after an export's form has looked at it is no longer there for its list", async ({
    administrator,
  }) => {
    const { form, connectionId } = await prepareExports(klaviyo(), administrator);
    const seen = await findUsableConnection(prisma(), administrator, connectionId);
    expect(await removeConnection(administrator, { connectionId })).toMatchObject({ ok: true });
    expect(seen && (await askForList(seen, form.listId))).toMatchObject({ code: "connection_unknown" });
  });

  it("that is being removed is waited for by an export that would use it, and then not found", async ({
    administrator,
  }) => {
    const { form, staff } = await prepareExports(klaviyo(), administrator);
    await using lock = await holdLock(`SELECT 1 FROM segment WHERE id = '${staff}' FOR UPDATE`);
    const removal = removeSegments(administrator, { segmentIds: [staff] });
    await lock.untilBlocked(1);
    const saved = saveExport(administrator, { ...form, segmentIds: [staff] });
    await lock.untilBlocked(2);
    await lock.release();
    expect(await removal).toEqual({ ok: true, value: null });
    expect(await saved).toMatchObject({ ok: false, fields: { segmentIds: { code: "segment_unknown" } } });
    expect(await prisma().export.count()).toBe(0);
  });
});
