import { describe, expect } from "vitest";
import { saveAccess } from "@/lib/connections/save-access";
import { prisma } from "@/lib/db";
import { Forbidden, NotFound } from "@/lib/errors";
import { addToExport } from "@/lib/segments/exports/add-to-export";
import { listSegmentExports } from "@/lib/segments/exports/list-segment-exports";
import { takeOutOfExport } from "@/lib/segments/exports/take-out-of-export";
import { removeSegments } from "@/lib/segments/remove-segments";
import { setSegmentActive } from "@/lib/segments/set-segment-active";
import { addSegment, findExportRow, prepareExports, savedExport } from "../support/exports";
import { valueOf } from "../support/imports";
import { importsAsked, pressRun, useQuickKlaviyo, work } from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();

describe("managing the exports of a segment", () => {
  it("shows those that have it and those that have not, and whether they may be changed", async ({
    administrator,
    viewer,
  }) => {
    const { form, readers, staff } = await prepareExports(klaviyo(), administrator);
    await savedExport(administrator, { ...form, excludedSegmentIds: [staff] });
    const both = { ...form, name: "Both", segmentIds: [readers, staff] };
    await savedExport(administrator, both);
    const told = async (segmentId: string) =>
      (await listSegmentExports(administrator, { segmentId })).map(({ name, role, isOnly, permission }) => [
        name,
        role,
        isOnly,
        permission,
      ]);
    expect(await told(readers)).toEqual([
      ["Both", "include", false, "edit"],
      ["Readers to Klaviyo", "include", true, "edit"],
    ]);
    expect(await told(staff)).toEqual([
      ["Both", "include", false, "edit"],
      ["Readers to Klaviyo", "exclude", false, "edit"],
    ]);
    const seen = await listSegmentExports(viewer, { segmentId: await addSegment("New") });
    expect(seen.map(({ role, permission }) => [role, permission])).toEqual([
      [null, "view"],
      [null, "view"],
    ]);
  });

  it("adds it behind the others, once, and takes it out again", async ({ administrator }) => {
    const { form, readers } = await prepareExports(klaviyo(), administrator);
    const exportId = await savedExport(administrator, form);
    const segmentId = await addSegment("New");
    const input = { exportId, segmentId };
    await Promise.all([addToExport(administrator, input), addToExport(administrator, input)]);
    expect((await findExportRow(exportId)).segments.map((one) => one.segmentId)).toEqual([
      readers,
      segmentId,
    ]);
    expect(await prisma().auditEvent.count({ where: { action: "export.add_segment" } })).toBe(1);
    valueOf(await takeOutOfExport(administrator, input));
    expect((await findExportRow(exportId)).segments.map((one) => one.segmentId)).toEqual([readers]);
    expect(await takeOutOfExport(administrator, { exportId, segmentId: readers })).toEqual({
      ok: false,
      code: "last_segment",
      params: { export: form.name },
    });
  });

  it("refuses one that the export excludes, and whoever may not edit the export", async ({
    administrator,
    contributor,
  }) => {
    const { form, staff, connectionId } = await prepareExports(klaviyo(), administrator);
    const exportId = await savedExport(administrator, { ...form, excludedSegmentIds: [staff] });
    expect(await addToExport(contributor, { exportId, segmentId: staff })).toMatchObject({
      code: "segment_excluded_there",
    });
    await saveAccess(administrator, { connectionId, access: "administrators", userIds: [] });
    const segmentId = await addSegment("New");
    await expect(addToExport(contributor, { exportId, segmentId })).rejects.toThrow(Forbidden);
    await expect(takeOutOfExport(contributor, { exportId, segmentId: staff })).rejects.toThrow(Forbidden);
    const gone = "00000000-0000-7000-8000-000000000009";
    await expect(addToExport(administrator, { exportId, segmentId: gone })).rejects.toThrow(NotFound);
    expect((await findExportRow(exportId)).segments).toHaveLength(2);
  });
});

describe("an inactive segment (rule 7)", () => {
  it.for(["sent", "excluded"] as const)(
    "that is %s skips the export, which says which segment, and nothing leaves",
    async (place, { administrator }) => {
      const { form, readers, staff } = await prepareExports(klaviyo(), administrator);
      const exportId = await savedExport(administrator, { ...form, excludedSegmentIds: [staff] });
      const segmentIds = [place === "sent" ? readers : staff];
      valueOf(await setSegmentActive(administrator, { segmentIds, isActive: false }));
      const run = await work(await pressRun(administrator, exportId));
      expect(run).toMatchObject({
        status: "skipped",
        problemCode: "segment_inactive",
        problemParams: { segment: place === "sent" ? "Readers" : "Staff" },
      });
      expect(importsAsked(klaviyo())).toEqual([]);
    },
  );

  it("cannot be removed while the export has it", async ({ administrator }) => {
    const { form, readers } = await prepareExports(klaviyo(), administrator);
    await savedExport(administrator, form);
    expect(await removeSegments(administrator, { segmentIds: [readers] })).toEqual({
      ok: false,
      code: "segment_in_use",
      params: { exports: form.name },
    });
  });
});
