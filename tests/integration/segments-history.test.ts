import { describe, expect } from "vitest";
import { prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { getComparison } from "@/lib/segments/history/get-comparison";
import { listRevisions } from "@/lib/segments/history/list-revisions";
import { restoreRevision } from "@/lib/segments/history/restore-revision";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import { renameSegment } from "@/lib/segments/rename-segment";
import { saveSegment } from "@/lib/segments/save-segment";
import { setSegmentKind } from "@/lib/segments/set-segment-kind";
import { addSegment } from "../support/exports";
import { valueOf } from "../support/imports";
import { addFields, addPeople, allOf, condition, memberKeys } from "../support/people";
import { it as base } from "../support/workspace";

const inPecs = allOf(condition("city", "equals", "Pécs"));
const inGyor = allOf(condition("city", "equals", "Győr"));

const it = base.extend<{ segmentId: string }>({
  segmentId: async ({ contributor }, use) => {
    await addFields({ city: "text", zip: "text" });
    await addPeople({ ann: { city: "Pécs" }, ben: { city: "Győr" } });
    await use(valueOf(await saveSegment(contributor, { name: "Pécs", definition: inPecs })).segmentId);
  },
});

const findSegment = (id: string) => prisma().segment.findUniqueOrThrow({ where: { id } });

describe("the history of a segment", () => {
  it("tells who changed what, newest first, with the rules of each", async ({
    contributor,
    administrator,
    viewer,
    segmentId,
  }) => {
    valueOf(await saveSegment(administrator, { segmentId, name: "Győr", definition: inGyor }));
    valueOf(await renameSegment(contributor, { segmentId, name: "People of Győr" }));
    await refreshSegment(segmentId);
    valueOf(await setSegmentKind(administrator, { segmentIds: [segmentId], kind: "static" }));
    const { revisions, hasMore } = await listRevisions(viewer, { segmentId });
    expect(revisions.map(({ revision, change, name, by }) => [revision, change, name, by])).toEqual([
      [4, "make_static", "People of Győr", "administrator"],
      [3, "rename", "People of Győr", "contributor"],
      [2, "edit", "Győr", "administrator"],
      [1, "create", "Pécs", "contributor"],
    ]);
    expect(hasMore).toBe(false);
    expect(await listRevisions(viewer, { segmentId, before: 3 })).toMatchObject({
      revisions: [{ revision: 2 }, { revision: 1 }],
    });
  });

  it("compares two as they are stored, and masks addresses for whom it has to", async ({
    contributor,
    viewer,
    segmentId,
  }) => {
    const asks = (address: string) => allOf(condition("zip", "equals", address));
    const save = (definition: ReturnType<typeof asks>) =>
      saveSegment(contributor, { segmentId, name: "Pécs", definition });
    valueOf(await save(asks("anna@example.com")));
    valueOf(await save(asks("adam@example.com")));
    const input = { segmentId, older: 2, newer: 3 };
    const seen = await getComparison(viewer, input);
    expect([seen.added.length, seen.removed.length]).toEqual([1, 1]);
    expect(JSON.stringify(seen)).not.toMatch(/anna|adam/);
    expect((await getComparison(contributor, input)).older.definition).toEqual(asks("anna@example.com"));
    await expect(getComparison(viewer, { ...input, newer: 9 })).rejects.toThrow(NotFound);
  });

  it("brings an earlier name and rules back as a new revision", async ({ contributor, segmentId }) => {
    valueOf(await saveSegment(contributor, { segmentId, name: "Győr", definition: inGyor }));
    expect(valueOf(await restoreRevision(contributor, { segmentId, restore: 1 }))).toEqual({ revision: 3 });
    expect(await findSegment(segmentId)).toMatchObject({ name: "Pécs", refreshStatus: "queued" });
    await refreshSegment(segmentId);
    expect(await memberKeys(segmentId)).toEqual(["ann"]);
    expect((await listRevisions(contributor, { segmentId })).revisions[0]).toMatchObject({
      change: "restore",
      restoredFrom: 1,
    });
  });

  it("refuses to bring back a name that was taken, or rules of a field that is gone, and changes nothing", async ({
    contributor,
    segmentId,
  }) => {
    const ofZip = allOf(condition("zip", "is_set"));
    valueOf(await saveSegment(contributor, { segmentId, name: "Zip", definition: ofZip }));
    valueOf(await saveSegment(contributor, { segmentId, name: "Győr", definition: inGyor }));
    await addSegment("Pécs");
    expect(await restoreRevision(contributor, { segmentId, restore: 1 })).toEqual({
      ok: false,
      code: "restored_name_taken",
      params: { name: "Pécs" },
    });
    await prisma().field.delete({ where: { key: "zip" } });
    expect(await restoreRevision(contributor, { segmentId, restore: 2 })).toEqual({
      ok: false,
      code: "field_unknown",
      params: { field: "zip" },
    });
    expect(await findSegment(segmentId)).toMatchObject({ name: "Győr", revision: 3 });
    await expect(restoreRevision(contributor, { segmentId, restore: 9 })).rejects.toThrow(NotFound);
  });
});

describe("two who edit one segment", () => {
  it("do not save over each other unawares: the later is told by whom, and may then", async ({
    contributor,
    administrator,
    segmentId,
  }) => {
    const mine = { segmentId, name: "Mine", definition: inGyor, revision: 1 };
    valueOf(await saveSegment(administrator, { ...mine, name: "Theirs" }));
    expect(await saveSegment(contributor, mine)).toEqual({
      ok: false,
      code: "segment_changed",
      params: { by: "administrator", revision: 2 },
    });
    expect(await renameSegment(contributor, mine)).toMatchObject({ code: "segment_changed" });
    expect(await findSegment(segmentId)).toMatchObject({ name: "Theirs", revision: 2 });
    valueOf(await saveSegment(contributor, { ...mine, revision: 2 }));
    expect(await findSegment(segmentId)).toMatchObject({ name: "Mine", revision: 3 });
  });

  it("of two saves in the same moment one is refused", async ({ contributor, segmentId }) => {
    const saves = ["One", "Two"].map((name) =>
      saveSegment(contributor, { segmentId, name, definition: inGyor, revision: 1 }),
    );
    const results = await Promise.all(saves);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await findSegment(segmentId)).toMatchObject({ revision: 2 });
  });
});
