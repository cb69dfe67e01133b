import { describe, expect } from "vitest";
import { advisoryLocks } from "@/lib/advisory-locks";
import { pool, prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { changeTags } from "@/lib/segments/change-tags";
import { countRules } from "@/lib/segments/count-rules";
import { duplicateSegment } from "@/lib/segments/duplicate-segment";
import { listSegments } from "@/lib/segments/queries";
import { refreshAllSegments } from "@/lib/segments/refresh-all-segments";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import { removeSegments } from "@/lib/segments/remove-segments";
import { renameSegment } from "@/lib/segments/rename-segment";
import { requestRefresh } from "@/lib/segments/request-refresh";
import { saveSegment } from "@/lib/segments/save-segment";
import { setSegmentActive } from "@/lib/segments/set-segment-active";
import { setSegmentKind } from "@/lib/segments/set-segment-kind";
import { getTrend } from "@/lib/segments/trend";
import { addSegment } from "../support/exports";
import { holdLock } from "../support/hold-lock";
import { valueOf } from "../support/imports";
import { waitingJobs } from "../support/jobs";
import { addFields, addPeople, allOf, condition, memberKeys } from "../support/people";
import { it as base } from "../support/workspace";

/** Two people of Pécs and one of Győr, and a segment of the former, refreshed. */
const it = base.extend<{ segmentId: string }>({
  segmentId: async ({ contributor }, use) => {
    await addFields({ city: "text", orders: "number" });
    await addPeople({ ann: { city: "Pécs", orders: 5 }, ben: { city: "Győr" }, cid: { city: "Pécs" } });
    const definition = allOf(condition("city", "equals", "Pécs"));
    const { segmentId } = valueOf(await saveSegment(contributor, { name: "Pécs", definition }));
    await refreshSegment(segmentId);
    await use(segmentId);
  },
});

const findSegment = (id: string) => prisma().segment.findUniqueOrThrow({ where: { id } });
const moveBen = () => pool().query(`UPDATE profile SET attributes = '{"city": "Pécs"}' WHERE key = 'ben'`);
const auditOf = (action: string) => prisma().auditEvent.findMany({ where: { action } });

describe("making a segment static", () => {
  it("keeps the members of now, and dynamic again evaluates the rules", async ({
    contributor,
    segmentId,
  }) => {
    valueOf(await setSegmentKind(contributor, { segmentIds: [segmentId], kind: "static" }));
    await moveBen();
    await refreshSegment(segmentId);
    expect(await memberKeys(segmentId)).toEqual(["ann", "cid"]);
    expect(await findSegment(segmentId)).toMatchObject({
      kind: "static",
      refreshStatus: "ready",
      revision: 2,
    });

    valueOf(await setSegmentKind(contributor, { segmentIds: [segmentId], kind: "dynamic" }));
    expect(await findSegment(segmentId)).toMatchObject({ refreshStatus: "queued", revision: 3 });
    await refreshSegment(segmentId);
    expect(await memberKeys(segmentId)).toEqual(["ann", "ben", "cid"]);
    expect(await auditOf("segment.make_static")).toHaveLength(1);
  });

  it("counts again who is still a customer", async ({ contributor, segmentId }) => {
    valueOf(await setSegmentKind(contributor, { segmentIds: [segmentId], kind: "static" }));
    await pool().query("DELETE FROM profile WHERE key = 'ann'");
    valueOf(await refreshAllSegments(contributor));
    await refreshSegment(segmentId);
    expect(await findSegment(segmentId)).toMatchObject({ members: 1, refreshStatus: "ready" });
  });

  it("is refused by name while its members are not up to date, and changes none of those asked for", async ({
    contributor,
    segmentId,
  }) => {
    const definition = allOf(condition("city", "is_set"));
    const fresh = valueOf(await saveSegment(contributor, { name: "Fresh", definition }));
    expect(
      await setSegmentKind(contributor, { segmentIds: [segmentId, fresh.segmentId], kind: "static" }),
    ).toEqual({ ok: false, code: "segment_not_ready", params: { segments: "Fresh" } });
    expect(await findSegment(segmentId)).toMatchObject({ kind: "dynamic", revision: 1 });
  });

  it("leaves a refresh that was under way without effect", async ({ segmentId }) => {
    await moveBen();
    await using edit = await holdLock(
      `UPDATE segment SET kind = 'static', revision = revision + 1 WHERE id = '${segmentId}'`,
    );
    const refreshing = refreshSegment(segmentId);
    await edit.untilBlocked();
    await edit.release();
    await refreshing;
    expect(await memberKeys(segmentId)).toEqual(["ann", "cid"]);
    expect(await findSegment(segmentId)).toMatchObject({ members: 2, kind: "static" });
  });
});

describe("deactivating a segment", () => {
  it("stops its refreshes, keeps its members, and activating asks for one", async ({
    contributor,
    segmentId,
  }) => {
    valueOf(await requestRefresh(contributor, { segmentIds: [segmentId] }));
    valueOf(await setSegmentActive(contributor, { segmentIds: [segmentId], isActive: false }));
    expect(await findSegment(segmentId)).toMatchObject({ isActive: false, refreshStatus: "ready" });
    await moveBen();
    expect(valueOf(await refreshAllSegments(contributor))).toEqual({ segments: 0 });
    await refreshSegment(segmentId);
    expect(await memberKeys(segmentId)).toEqual(["ann", "cid"]);
    expect(await requestRefresh(contributor, { segmentIds: [segmentId] })).toEqual({
      ok: false,
      code: "segment_not_refreshed",
      params: { segments: "Pécs" },
    });

    valueOf(await setSegmentActive(contributor, { segmentIds: [segmentId], isActive: true }));
    expect(await findSegment(segmentId)).toMatchObject({ isActive: true, refreshStatus: "queued" });
    await refreshSegment(segmentId);
    expect(await memberKeys(segmentId)).toEqual(["ann", "ben", "cid"]);
  });

  it("twice is once", async ({ contributor, segmentId }) => {
    const input = { segmentIds: [segmentId, segmentId], isActive: false };
    await Promise.all([setSegmentActive(contributor, input), setSegmentActive(contributor, input)]);
    expect(await findSegment(segmentId)).toMatchObject({ revision: 2 });
    expect(await auditOf("segment.deactivate")).toHaveLength(1);
  });
});

describe("refreshing several", () => {
  it("asks for each once, and for none where one of them is gone", async ({ contributor, segmentId }) => {
    const other = await addSegment("Other");
    const gone = "00000000-0000-7000-8000-000000000009";
    await pool().query("DELETE FROM pgboss.job");
    await expect(requestRefresh(contributor, { segmentIds: [segmentId, gone] })).rejects.toThrow(NotFound);
    expect(await waitingJobs("segment.refresh")).toEqual([]);
    valueOf(await requestRefresh(contributor, { segmentIds: [segmentId, other, segmentId] }));
    expect(await waitingJobs("segment.refresh")).toHaveLength(2);
    const lines = await listSegments(contributor);
    expect(lines.map(({ refreshStatus, askedAt }) => [refreshStatus, askedAt !== null])).toEqual([
      ["queued", true],
      ["queued", true],
    ]);
  });

  it("writes the trend, a point a refresh", async ({ contributor, segmentId }) => {
    await moveBen();
    await refreshSegment(segmentId);
    const points = await getTrend(contributor, { segmentId });
    expect(points.map(({ members }) => members)).toEqual([2, 3]);
    expect((await listSegments(contributor))[0]?.trend).toEqual([2, 3]);
  });
});

describe("renaming", () => {
  it("keeps the members without a refresh", async ({ contributor, segmentId }) => {
    valueOf(await renameSegment(contributor, { segmentId, name: "People of Pécs", revision: 1 }));
    expect(await findSegment(segmentId)).toMatchObject({
      name: "People of Pécs",
      refreshStatus: "ready",
      members: 2,
    });
  });

  it("of a segment that waits for its refresh does not lose that", async ({ contributor, segmentId }) => {
    valueOf(await requestRefresh(contributor, { segmentIds: [segmentId] }));
    valueOf(await renameSegment(contributor, { segmentId, name: "Anew" }));
    await moveBen();
    await refreshSegment(segmentId);
    expect(await findSegment(segmentId)).toMatchObject({ refreshStatus: "ready", members: 3 });
  });

  it("refuses a taken name at the name", async ({ contributor, segmentId }) => {
    await addSegment("Taken");
    expect(await renameSegment(contributor, { segmentId, name: "Taken" })).toMatchObject({
      fields: { name: { code: "name_taken" } },
    });
    expect(await findSegment(segmentId)).toMatchObject({ name: "Pécs", revision: 1 });
  });
});

describe("duplicating", () => {
  it("counts up, and two at once get two names", async ({ contributor, segmentId }) => {
    const input = { segmentId, word: "copy" };
    const first = valueOf(await duplicateSegment(contributor, input));
    expect(first.name).toBe("Pécs (copy)");
    const both = await Promise.all([1, 2].map(() => duplicateSegment(contributor, input)));
    expect(both.map((one) => valueOf(one).name).toSorted()).toEqual(["Pécs (copy 2)", "Pécs (copy 3)"]);
    await refreshSegment(first.segmentId);
    expect(await memberKeys(first.segmentId)).toEqual(["ann", "cid"]);
  });

  it("of a static segment has the same people, not those whom the rules find by now", async ({
    contributor,
    segmentId,
  }) => {
    valueOf(await setSegmentKind(contributor, { segmentIds: [segmentId], kind: "static" }));
    await moveBen();
    const copy = valueOf(await duplicateSegment(contributor, { segmentId, word: "copy" }));
    expect(await memberKeys(copy.segmentId)).toEqual(["ann", "cid"]);
    expect(await findSegment(copy.segmentId)).toMatchObject({ kind: "static", members: 2 });
  });
});

describe("tags", () => {
  it("are put on and taken off, each once however it is written", async ({ contributor, segmentId }) => {
    const change = (add: string[], remove: string[] = []) =>
      changeTags(contributor, { segmentIds: [segmentId], add, remove });
    valueOf(await change(["VIP", "vip", "Autumn"]));
    expect((await findSegment(segmentId)).tags).toEqual(["Autumn", "VIP"]);
    valueOf(await change([], ["AUTUMN"]));
    expect((await findSegment(segmentId)).tags).toEqual(["VIP"]);
    expect(await findSegment(segmentId)).toMatchObject({ revision: 1 });
    const details = (await auditOf("segment.tag")).map((event) => event.details);
    expect(JSON.stringify(details)).not.toContain("VIP");
  });

  it("are refused beyond what a segment may have", async ({ contributor, segmentId }) => {
    const add = Array.from({ length: 6 }, (_, index) => `t${index}`);
    valueOf(await changeTags(contributor, { segmentIds: [segmentId], add, remove: [] }));
    const more = add.map((tag) => `more ${tag}`);
    expect(await changeTags(contributor, { segmentIds: [segmentId], add: more, remove: [] })).toMatchObject({
      code: "too_many_tags",
    });
    expect((await findSegment(segmentId)).tags).toEqual(add);
  });
});

describe("removing", () => {
  it("is refused by the names of other segments whose rules name it, unless they go too", async ({
    contributor,
    segmentId,
  }) => {
    const user = await addSegment("User");
    // Whatever shape a rule has, it names a segment by its id.
    await prisma().segment.update({
      where: { id: user },
      data: { definition: { root: { items: [{ kind: "segment", segmentId }] } } },
    });
    expect(await removeSegments(contributor, { segmentIds: [segmentId] })).toEqual({
      ok: false,
      code: "segment_in_rules",
      params: { segments: "User" },
    });
    valueOf(await removeSegments(contributor, { segmentIds: [segmentId, user] }));
    expect(await prisma().segment.count()).toBe(0);
    expect(await prisma().segmentRevision.count()).toBe(0);
    expect(await auditOf("segment.remove")).toHaveLength(2);
  });

  it("of several removes none where one is gone", async ({ contributor, segmentId }) => {
    const gone = "00000000-0000-7000-8000-000000000009";
    await expect(removeSegments(contributor, { segmentIds: [segmentId, gone] })).rejects.toThrow(NotFound);
    expect(await prisma().segment.count()).toBe(1);
  });
});

describe("counting rules", () => {
  it("tells how many each condition finds alone, wherever it stands", async ({ contributor, segmentId }) => {
    const definition = allOf(condition("city", "equals", "Pécs"), {
      kind: "group",
      match: "any",
      items: [condition("orders", "at_least", "5"), condition("city", "is_set")],
    });
    valueOf(await saveSegment(contributor, { segmentId, name: "Pécs", definition }));
    expect(valueOf(await countRules(contributor, { segmentId })).counts).toEqual({
      "rules.0.group.items.0": 2,
      "rules.0.group.items.1": 3,
      "rules.0.group.items.1.items.0": 1,
      "rules.0.group.items.1.items.1": 3,
    });
  });

  it("is refused by the name of a field that is gone, and while somebody else counts", async ({
    contributor,
    segmentId,
  }) => {
    await using _counting = await holdLock(`SELECT pg_advisory_xact_lock(${advisoryLocks.countRules})`);
    expect(await countRules(contributor, { segmentId })).toEqual({ ok: false, code: "counting_already" });
    await prisma().field.delete({ where: { key: "city" } });
    expect(await countRules(contributor, { segmentId })).toMatchObject({ code: "field_unknown" });
  });
});
