import { describe, expect } from "vitest";
import { advisoryLocks } from "@/lib/advisory-locks";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import { refreshSegments } from "@/lib/runs/plan/refresh-stale";
import type { SegmentDefinition } from "@/lib/segments/definition";
import { listInactiveUses } from "@/lib/segments/inactive-uses";
import { previewSegment } from "@/lib/segments/preview-segment";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import { saveSegment } from "@/lib/segments/save-segment";
import { setSegmentActive } from "@/lib/segments/set-segment-active";
import { holdLock } from "../support/hold-lock";
import { valueOf } from "../support/imports";
import { waitingJobs } from "../support/jobs";
import { addFields, addPeople, allOf, condition, inSegment, memberKeys, ofRules } from "../support/people";
import { it as base } from "../support/workspace";

const it = base.extend<{ people: void }>({
  people: [
    async ({ contributor: _ }, use) => {
      await addFields({ city: "text", orders: "number" });
      await addPeople({
        ann: { city: "Pécs", orders: 5 },
        ben: { city: "Győr", orders: 7 },
        cid: { city: "Pécs", orders: 1 },
        dot: {},
      });
      await use();
    },
    { auto: true },
  ],
});

const inPecs = allOf(condition("city", "equals", "Pécs"));
const buysMuch = condition("orders", "at_least", "5");

async function save(actor: UserActor, name: string, definition: SegmentDefinition, segmentId?: string) {
  return valueOf(await saveSegment(actor, { name, definition, segmentId })).segmentId;
}

const findSegment = (id: string) => prisma().segment.findUniqueOrThrow({ where: { id } });

/** Three segments, each of which asks about the one before. */
async function saveChain(actor: UserActor) {
  const first = await save(actor, "First", inPecs);
  const second = await save(actor, "Second", allOf(inSegment(first), buysMuch));
  const third = await save(actor, "Third", allOf(inSegment(second, false)));
  return { first, second, third };
}

async function takeWaiting(): Promise<string[]> {
  const jobs = (await waitingJobs("segment.refresh")) as { segmentId: string }[];
  await pool().query("DELETE FROM pgboss.job");
  return jobs.map(({ segmentId }) => segmentId);
}

describe("refreshing a segment that asks about others", () => {
  it("refreshes those first that are not up to date", async ({ contributor }) => {
    const { first, second, third } = await saveChain(contributor);
    await refreshSegment(third);
    expect(await memberKeys(first)).toEqual(["ann", "cid"]);
    expect(await memberKeys(second)).toEqual(["ann"]);
    expect(await memberKeys(third)).toEqual(["ben", "cid", "dot"]);
    const rows = await prisma().segment.findMany({ select: { refreshStatus: true } });
    expect(rows.map(({ refreshStatus }) => refreshStatus)).toEqual(["ready", "ready", "ready"]);
  });

  it("asks those that ask about it, one after the other, and comes to an end", async ({ contributor }) => {
    const { first, second, third } = await saveChain(contributor);
    await refreshSegment(third);
    await takeWaiting();
    await pool().query("UPDATE profile SET attributes = '{\"city\": \"Vác\"}' WHERE key = 'ann'");
    await refreshSegment(first);
    expect(await takeWaiting()).toEqual([second]);
    expect((await findSegment(second)).refreshStatus).toBe("queued");
    await refreshSegment(second);
    expect(await takeWaiting()).toEqual([third]);
    await refreshSegment(third);
    expect(await takeWaiting()).toEqual([]);
    expect(await memberKeys(third)).toEqual(["ann", "ben", "cid", "dot"]);
  });

  it("asks nobody when its members stay the same", async ({ contributor }) => {
    const { first, third } = await saveChain(contributor);
    await refreshSegment(third);
    await takeWaiting();
    await refreshSegment(first);
    expect(await takeWaiting()).toEqual([]);
  });

  it("fails by the name of one that failed, and recovers with it", async ({ contributor }) => {
    const { first, second, third } = await saveChain(contributor);
    await refreshSegment(third);
    await prisma().field.delete({ where: { key: "city" } });
    await refreshSegment(first);
    await refreshSegment(second);
    await refreshSegment(third);
    expect(await findSegment(second)).toMatchObject({
      refreshStatus: "failed",
      problemCode: "used_segment_failed",
      problemParams: { segment: "First" },
    });
    expect(await findSegment(third)).toMatchObject({ problemParams: { segment: "Second" } });
    expect(await memberKeys(third)).toEqual(["ben", "cid", "dot"]);
    await takeWaiting();
    await refreshSegment(second);
    expect(await takeWaiting()).toEqual([]);
    await addFields({ city: "text" });
    await refreshSegment(first);
    expect(await takeWaiting()).toEqual([second]);
    await refreshSegment(third);
    expect(await findSegment(third)).toMatchObject({ refreshStatus: "ready", problemCode: null });
  });

  it("of a segment that is gone says which it was, and keeps the members", async ({ contributor }) => {
    const { second, third } = await saveChain(contributor);
    await refreshSegment(third);
    await prisma().segment.delete({ where: { id: second } });
    await refreshSegment(third);
    expect(await findSegment(third)).toMatchObject({
      refreshStatus: "failed",
      problemCode: "segment_unknown",
      problemParams: { segment: "Second" },
    });
    expect(await memberKeys(third)).toEqual(["ben", "cid", "dot"]);
  });

  it("does not wait in a circle when all of a chain are refreshed at once", async ({ contributor }) => {
    const { first, second, third } = await saveChain(contributor);
    await Promise.all([third, first, second, third].map(refreshSegment));
    expect(await memberKeys(third)).toEqual(["ben", "cid", "dot"]);
  });

  it("comes before a run, also where only what it asks about has changed", async ({ contributor }) => {
    const { first, second, third } = await saveChain(contributor);
    await refreshSegment(third);
    await save(contributor, "First", allOf(condition("city", "equals", "Győr")), first);
    expect(await refreshSegments([{ id: third, name: "Third" }])).toEqual({ refreshed: 1, problem: null });
    expect(await memberKeys(second)).toEqual(["ben"]);
    expect(await memberKeys(third)).toEqual(["ann", "cid", "dot"]);
  });
});

describe("a circle is refused", () => {
  it("when a segment asks about itself", async ({ contributor }) => {
    const segmentId = await save(contributor, "First", inPecs);
    const definition = ofRules(
      { combine: "union", group: { kind: "group", match: "all", items: [buysMuch] } },
      { combine: "except", group: { kind: "group", match: "any", items: [buysMuch, inSegment(segmentId)] } },
    );
    const path = "rules.1.group.items.1.segmentId";
    expect(await saveSegment(contributor, { segmentId, name: "First", definition })).toMatchObject({
      ok: false,
      fields: { [`definition.${path}`]: { code: "segment_itself" } },
    });
    expect(await previewSegment(contributor, { segmentId, definition })).toMatchObject({
      ok: false,
      fields: { [`definition.${path}`]: { code: "segment_itself" } },
    });
  });

  it("when others lead back to it, with the way", async ({ contributor }) => {
    const { first, third } = await saveChain(contributor);
    const definition = allOf(inSegment(third));
    expect(await saveSegment(contributor, { segmentId: first, name: "First", definition })).toMatchObject({
      fields: {
        "definition.rules.0.group.items.0.segmentId": {
          code: "segment_cycle",
          params: { segment: "Third", way: "Second › First" },
        },
      },
    });
    expect(await findSegment(first)).toMatchObject({ revision: 1 });
  });

  it("when two begin to ask about each other at once", async ({ contributor }) => {
    const first = await save(contributor, "First", inPecs);
    const second = await save(contributor, "Second", inPecs);
    const lock = await holdLock(`SELECT pg_advisory_xact_lock(${advisoryLocks.segmentReferences})`);
    const both = Promise.all([
      saveSegment(contributor, { segmentId: first, name: "First", definition: allOf(inSegment(second)) }),
      saveSegment(contributor, { segmentId: second, name: "Second", definition: allOf(inSegment(first)) }),
    ]);
    await lock.untilBlocked(2);
    await lock.release();
    expect((await both).map(({ ok }) => ok).toSorted()).toEqual([false, true]);
  });
});

describe("the name of a segment that is asked about", () => {
  it("is stored as it is, whatever the form said", async ({ contributor }) => {
    const first = await save(contributor, "First", inPecs);
    const second = await save(contributor, "Second", allOf(inSegment(first, true, "Something else")));
    expect((await findSegment(second)).definition).toMatchObject(allOf(inSegment(first, true, "First")));
  });

  it("says which is missing when it is gone before the save", async ({ contributor }) => {
    const first = await save(contributor, "First", inPecs);
    await prisma().segment.delete({ where: { id: first } });
    const definition = allOf(inSegment(first, true, "First"));
    expect(await saveSegment(contributor, { name: "Second", definition })).toMatchObject({
      fields: {
        "definition.rules.0.group.items.0.segmentId": {
          code: "segment_unknown",
          params: { segment: "First" },
        },
      },
    });
  });
});

it("an inactive segment that the rules ask about, directly or not, is named with the moment it counts as of", async ({
  contributor,
  viewer,
}) => {
  const { first, second, third } = await saveChain(contributor);
  await refreshSegment(third);
  expect(await listInactiveUses(viewer, { segmentId: third })).toEqual([]);
  valueOf(await setSegmentActive(contributor, { segmentIds: [first], isActive: false }));
  const { refreshedAt } = await findSegment(first);
  const named = [{ id: first, name: "First", refreshedAt: refreshedAt?.toISOString() }];
  expect(await listInactiveUses(viewer, { segmentId: third })).toEqual(named);
  expect(await listInactiveUses(viewer, { segmentId: second })).toEqual(named);
  expect(await listInactiveUses(viewer, { segmentId: first })).toEqual([]);
});
