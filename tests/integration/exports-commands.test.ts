import { describe, expect } from "vitest";
import { prisma } from "@/lib/db";
import { Forbidden, NotFound } from "@/lib/errors";
import { copyName } from "@/lib/exports/copy-name";
import { detachExports } from "@/lib/exports/detach-exports";
import { duplicateExport } from "@/lib/exports/duplicate-export";
import { listExports } from "@/lib/exports/queries";
import { removeExports } from "@/lib/exports/remove-exports";
import { setSchedule } from "@/lib/exports/set-schedule";
import { activeConnection, useKlaviyo } from "../support/connections";
import { addRun, findExportRow, prepareExports, savedExport } from "../support/exports";
import { holdLock } from "../support/hold-lock";
import { valueOf } from "../support/imports";
import { it } from "../support/workspace";

const klaviyo = useKlaviyo({ withApp: false });
type Administrator = Parameters<typeof prepareExports>[1];

async function twoExports(administrator: Administrator) {
  const prepared = await prepareExports(klaviyo(), administrator);
  const first = await savedExport(administrator, { ...prepared.form, excludedSegmentIds: [prepared.staff] });
  const second = await savedExport(administrator, { ...prepared.form, name: "Second" });
  return { ...prepared, first, second };
}

/** Of a run: whether it was asked to stop, and by whom. */
const cancelOf = (id: string) =>
  prisma().run.findUniqueOrThrow({
    where: { id },
    select: { cancelRequestedAt: true, canceledById: true, status: true },
  });

const untouched = { cancelRequestedAt: null, canceledById: null };

describe("duplicating an export", () => {
  it("copies its settings under a new name, off the schedule and without a past", async ({
    administrator,
    contributor,
  }) => {
    const { first } = await twoExports(administrator);
    await addRun(first, { status: "successful" });
    const copy = valueOf(await duplicateExport(contributor, { exportId: first, prefix: "Copy of" }));
    expect(copy.name).toBe("Copy of Readers to Klaviyo");
    const { id: _, segments, createdAt: __, updatedAt: ___, ...row } = await findExportRow(copy.exportId);
    const original = await findExportRow(first);
    expect(row).toMatchObject({
      nameKey: "copy of readers to klaviyo",
      connectionId: original.connectionId,
      listId: original.listId,
      listName: original.listName,
      mapping: original.mapping,
      identifierField: original.identifierField,
      isScheduled: false,
      createdById: contributor.id,
      updatedById: contributor.id,
    });
    expect(segments.map(({ segmentId, role }) => ({ segmentId, role }))).toEqual(
      original.segments.map(({ segmentId, role }) => ({ segmentId, role })),
    );
    expect(await prisma().run.count({ where: { exportId: copy.exportId } })).toBe(0);
  });

  it("again counts up, and two at once get two names", async ({ administrator }) => {
    const { second } = await twoExports(administrator);
    const input = { exportId: second, prefix: "Másolat:" };
    expect(valueOf(await duplicateExport(administrator, input)).name).toBe("Másolat: Second");
    const both = await Promise.all([1, 2].map(() => duplicateExport(administrator, input)));
    expect(both.map((one) => valueOf(one).name).toSorted()).toEqual([
      "Másolat: Second (2)",
      "Másolat: Second (3)",
    ]);
  });

  it("takes the next name where somebody takes this one in the same moment", async ({ administrator }) => {
    const { second } = await twoExports(administrator);
    await using other = await holdLock(
      `INSERT INTO export (id, name, name_key, destination, list_id, list_name, identifier_field, mapping, updated_at)
       VALUES (gen_random_uuid(), 'Copy of Second', 'copy of second', 'klaviyo', 'AbC123', 'N', 'email', '{}', now())`,
    );
    const copy = duplicateExport(administrator, { exportId: second, prefix: "Copy of" });
    await other.untilBlocked();
    await other.release();
    expect(valueOf(await copy).name).toBe("Copy of Second (2)");
  });

  it("keeps a long name within a hundred characters and no half of one", () => {
    const name = "👩‍👩‍👧".repeat(12);
    const first = copyName("Copy of", name, new Set());
    const second = copyName("Copy of", name, new Set([first.toLowerCase()]));
    for (const copy of [first, second]) {
      expect(copy.length).toBeLessThanOrEqual(100);
      expect(copy).toMatch(/^Copy of (👩‍👩‍👧)+( \(2\))?$/u);
    }
    expect(second).not.toBe(first);
  });
});

describe("detaching exports", () => {
  it("takes their connections, keeps the rest, and asks their runs to stop", async ({
    administrator,
    contributor,
  }) => {
    const { first, second } = await twoExports(administrator);
    const active = await addRun(first, { status: "running" });
    const ended = await addRun(first, { status: "successful" });
    const input = { exportIds: [first, second, first] };
    expect(await detachExports(contributor, input)).toEqual({ ok: true, value: { exports: 2 } });
    expect(await findExportRow(first)).toMatchObject({
      connectionId: null,
      destination: "klaviyo",
      listName: "Newsletter",
      isScheduled: true,
      updatedById: contributor.id,
    });
    expect(await cancelOf(active)).toMatchObject({
      cancelRequestedAt: expect.any(Date),
      canceledById: contributor.id,
    });
    expect(await cancelOf(ended)).toMatchObject(untouched);
    expect((await listExports(administrator)).map(({ status }) => status)).toEqual(["detached", "detached"]);
  });

  it("again changes nothing", async ({ administrator }) => {
    const { first } = await twoExports(administrator);
    await detachExports(administrator, { exportIds: [first] });
    const before = await findExportRow(first);
    expect((await detachExports(administrator, { exportIds: [first] })).ok).toBe(true);
    expect(await findExportRow(first)).toEqual(before);
    expect(await prisma().auditEvent.count({ where: { action: "export.detach" } })).toBe(1);
  });
});

describe("removing exports", () => {
  it("takes them off the list, frees their segments, and keeps their runs, which are asked to stop", async ({
    administrator,
  }) => {
    const { first, second } = await twoExports(administrator);
    const active = await addRun(first, { status: "queued" });
    const others = await addRun(second, { status: "running" });
    expect((await removeExports(administrator, { exportIds: [first] })).ok).toBe(true);
    expect((await listExports(administrator)).map(({ id }) => id)).toEqual([second]);
    expect(await findExportRow(first)).toMatchObject({
      removedAt: expect.any(Date),
      name: "Readers to Klaviyo",
      nameKey: null,
      segments: [],
    });
    expect(await cancelOf(active)).toMatchObject({ cancelRequestedAt: expect.any(Date), status: "queued" });
    expect(await cancelOf(others)).toMatchObject(untouched);
  });
});

describe("several exports at once", () => {
  it("go on the schedule and off it, each with its audit row", async ({ administrator }) => {
    const { first, second } = await twoExports(administrator);
    const exportIds = [first, second];
    for (const isScheduled of [false, true]) {
      expect((await setSchedule(administrator, { exportIds, isScheduled })).ok).toBe(true);
      for (const id of exportIds) expect(await findExportRow(id)).toMatchObject({ isScheduled });
    }
    expect(await prisma().auditEvent.count({ where: { action: "export.schedule" } })).toBe(4);
  });

  it.for([
    ["detached", detachExports],
    ["removed", removeExports],
    [
      "put off the schedule",
      (...[actor, input]: Parameters<typeof removeExports>) =>
        setSchedule(actor, { ...input, isScheduled: false }),
    ],
  ] as const)("are all %s or none", async ([, command], { administrator, contributor }) => {
    const { first, second, form } = await twoExports(administrator);
    const own = await activeConnection(administrator, { name: "Administrators only" });
    const foreign = await savedExport(administrator, { ...form, name: "Foreign", connectionId: own });
    const before = await Promise.all([first, second, foreign].map(findExportRow));
    await expect(command(contributor, { exportIds: [first, foreign] })).rejects.toThrow(Forbidden);
    await removeExports(administrator, { exportIds: [second] });
    await expect(command(contributor, { exportIds: [first, second] })).rejects.toThrow(NotFound);
    expect(await findExportRow(first)).toEqual(before[0]);
    expect(await findExportRow(foreign)).toEqual(before[2]);
  });
});
