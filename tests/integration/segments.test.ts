import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import type { SegmentDefinition } from "@/lib/segments/definition";
import { previewSegment } from "@/lib/segments/preview-segment";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import { removeSegments } from "@/lib/segments/remove-segments";
import { saveSegment } from "@/lib/segments/save-segment";
import { holdLock } from "../support/hold-lock";
import { valueOf } from "../support/imports";
import { waitingJobs } from "../support/jobs";
import { addFields, addPeople, allOf, condition, inSegment, memberKeys } from "../support/people";
import { it as base } from "../support/workspace";

const it = base.extend<{ people: void }>({
  people: [
    async ({ contributor: _ }, use) => {
      await addFields({ city: "text", orders: "number", born: "date" });
      await addPeople({
        ann: { city: "Pécs", orders: 5, born: "1990-01-31" },
        ben: { city: "Győr", orders: 7 },
        cid: { city: "pécs", orders: 1 },
        dot: {},
      });
      await use();
    },
    { auto: true },
  ],
});

const nobodys = "0194d3c8-0000-7000-8000-000000000000";
const inPecs = allOf(condition("city", "equals", "Pécs"));
const findSegment = (id: string) => prisma().segment.findUniqueOrThrow({ where: { id } });

describe("refreshing", () => {
  it("finds the members, and brings and takes those who changed since", async ({ contributor }) => {
    const { segmentId } = valueOf(await saveSegment(contributor, { name: "Pécs", definition: inPecs }));
    expect(await findSegment(segmentId)).toMatchObject({ refreshStatus: "queued", members: 0 });
    await refreshSegment(segmentId);
    expect(await memberKeys(segmentId)).toEqual(["ann", "cid"]);
    expect(await findSegment(segmentId)).toMatchObject({ refreshStatus: "ready", members: 2 });

    await pool().query(
      `UPDATE profile SET attributes = jsonb_build_object('city', CASE key WHEN 'ann' THEN 'Vác' ELSE 'Pécs' END)
       WHERE key IN ('ann', 'dot')`,
    );
    await refreshSegment(segmentId);
    expect(await memberKeys(segmentId)).toEqual(["cid", "dot"]);
    expect((await findSegment(segmentId)).members).toBe(2);
  });

  it("of rules that were edited meanwhile leaves the members and the newer rules alone", async ({
    contributor,
  }) => {
    const { segmentId } = valueOf(await saveSegment(contributor, { name: "Pécs", definition: inPecs }));
    const anew = JSON.stringify(allOf(condition("orders", "at_least", "7")));
    await using edit = await holdLock(
      `UPDATE segment SET definition = '${anew}', revision = revision + 1, refresh_status = 'queued'`,
    );
    const refreshing = refreshSegment(segmentId);
    await edit.untilBlocked();
    await edit.release();
    await refreshing;
    expect(await findSegment(segmentId)).toMatchObject({ revision: 2, refreshStatus: "queued", members: 0 });
    expect(await memberKeys(segmentId)).toEqual([]);
    await refreshSegment(segmentId);
    expect(await memberKeys(segmentId)).toEqual(["ben"]);
  });

  it("fails by the name of a field that was removed, keeps the members, and recovers", async ({
    contributor,
  }) => {
    const { segmentId } = valueOf(await saveSegment(contributor, { name: "Pécs", definition: inPecs }));
    await refreshSegment(segmentId);
    await prisma().field.delete({ where: { key: "city" } });
    await refreshSegment(segmentId);
    expect(await findSegment(segmentId)).toMatchObject({
      refreshStatus: "failed",
      problemCode: "field_unknown",
      problemParams: { field: "city" },
    });
    expect(await memberKeys(segmentId)).toEqual(["ann", "cid"]);
    await addFields({ city: "text" });
    await refreshSegment(segmentId);
    expect(await findSegment(segmentId)).toMatchObject({ refreshStatus: "ready", problemCode: null });
  });

  it("of somebody whom an import removes meanwhile waits for it, and is without them", async ({
    contributor,
  }) => {
    const { segmentId } = valueOf(await saveSegment(contributor, { name: "Pécs", definition: inPecs }));
    await using removal = await holdLock("DELETE FROM profile WHERE key = 'ann'");
    const refreshing = refreshSegment(segmentId);
    await removal.untilBlocked();
    await removal.release();
    await refreshing;
    expect(await memberKeys(segmentId)).toEqual(["cid"]);
    expect(await findSegment(segmentId)).toMatchObject({ refreshStatus: "ready", members: 1 });
  });

  it("is waited for by who removes people, whose memberships go with them", async ({ contributor }) => {
    const { segmentId } = valueOf(await saveSegment(contributor, { name: "Pécs", definition: inPecs }));
    await using reading = await holdLock("LOCK TABLE segment_member IN SHARE MODE");
    const refreshing = refreshSegment(segmentId);
    await reading.untilBlocked();
    const removing = pool().query("DELETE FROM profile WHERE key = 'ann'");
    await reading.untilBlocked(2);
    await reading.release();
    await Promise.all([refreshing, removing]);
    expect(await memberKeys(segmentId)).toEqual(["cid"]);
    expect(await prisma().segmentMember.count()).toBe(1);
  });

  it("of a segment that is gone, whose members went with it, does nothing", async ({ contributor }) => {
    const { segmentId } = valueOf(await saveSegment(contributor, { name: "Pécs", definition: inPecs }));
    await refreshSegment(segmentId);
    await removeSegments(contributor, { segmentIds: [segmentId] });
    await refreshSegment(segmentId);
    expect(await prisma().segmentMember.count()).toBe(0);
    await expect(removeSegments(contributor, { segmentIds: [segmentId] })).rejects.toThrow(NotFound);
  });

  it.for([
    ["text", condition("city", "contains", "éc")],
    ["number", condition("orders", "between", "5", "7")],
    ["date", condition("born", "before", "2000-01-01")],
    ["nothing", condition("city", "is_not_set")],
  ] as const)("finds whom the preview counted and showed (%s)", async ([, one], { contributor }) => {
    const definition = allOf(one);
    const preview = valueOf(await previewSegment(contributor, { definition }));
    const { segmentId } = valueOf(await saveSegment(contributor, { name: "Same", definition }));
    await refreshSegment(segmentId);
    expect(preview.members).toBeGreaterThan(0);
    expect(preview.sample.map(({ key }) => key).toSorted()).toEqual(await memberKeys(segmentId));
    expect((await findSegment(segmentId)).members).toBe(preview.members);
  });
});

describe("saving", () => {
  it("asks for one refresh however often it is saved, and counts revisions", async ({ contributor }) => {
    const { segmentId } = valueOf(await saveSegment(contributor, { name: "Pécs", definition: inPecs }));
    valueOf(await saveSegment(contributor, { segmentId, name: "Pécs too", definition: inPecs }));
    expect(await findSegment(segmentId)).toMatchObject({ name: "Pécs too", revision: 2 });
    expect(await waitingJobs("segment.refresh")).toEqual([{ segmentId }]);
  });

  it("refuses a taken name at the name", async ({ contributor }) => {
    valueOf(await saveSegment(contributor, { name: "Pécs", definition: inPecs }));
    expect(await saveSegment(contributor, { name: "Pécs", definition: inPecs })).toMatchObject({
      ok: false,
      fields: { name: { code: "name_taken" } },
    });
    expect(await prisma().segment.count()).toBe(1);
  });

  it.for([
    ["a field nobody has", condition("shoe_size", "equals", "7"), "field", "field_unknown"],
    [
      "a field named like a part of every object",
      condition("constructor", "is_set"),
      "field",
      "field_unknown",
    ],
    ["an operator of another type", condition("orders", "contains", "7"), "operator", "choose_operator"],
    ["text for a number", condition("orders", "at_least", "many"), "values.0", "not_a_number"],
    ["a number in another notation", condition("orders", "at_least", "1,5"), "values.0", "not_a_number"],
    ["a day that is in no calendar", condition("born", "on", "2026-02-30"), "values.0", "not_a_date"],
    ["half a range", condition("orders", "between", "1"), "values.1", "required"],
    ["no number of days", condition("born", "in_last", "0", "days"), "values.0", "not_a_period"],
    ["a unit there is not", condition("born", "in_next", "2", "years"), "values.1", "choose_unit"],
    [
      "a list with a wrong value",
      condition("orders", "in_list", "1", "one"),
      "values",
      "listed_not_a_number",
    ],
    ["an empty list", condition("city", "in_list", " ", ""), "values", "required"],
    ["a segment nobody has", inSegment(nobodys), "segmentId", "segment_unknown"],
    ["nothing to compare with", condition("city", "equals", "  "), "values.0", "required"],
  ] as const)("refuses %s at its place", async ([, one, part, code], { contributor }) => {
    const nested: SegmentDefinition = allOf(condition("city", "is_set"), {
      kind: "group",
      match: "any",
      items: [one],
    });
    const path = `definition.rules.0.group.items.1.items.0.${part}`;
    expect(await saveSegment(contributor, { name: "Wrong", definition: nested })).toMatchObject({
      ok: false,
      code: "invalid",
      fields: { [path]: { code } },
    });
    expect(await previewSegment(contributor, { definition: nested })).toMatchObject({ ok: false });
    expect(await prisma().segment.count()).toBe(0);
    expect(await waitingJobs("segment.refresh")).toEqual([]);
  });
});
