import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { cancelRefresh } from "@/lib/refresh/cancel-refresh";
import { advanceRefresh } from "@/lib/refresh/advance-refresh";
import { refreshSegments } from "@/lib/runs/plan/refresh-stale";
import { cancelSegmentRefresh } from "@/lib/segments/cancel-refresh";
import { refreshAsked, refreshSegment } from "@/lib/segments/refresh-segment";
import { requestRefresh } from "@/lib/segments/request-refresh";
import { saveSegment } from "@/lib/segments/save-segment";
import { refreshSource } from "@/lib/sources/database/refresh-source";
import { doImport } from "@/lib/sources/do-import";
import { cancelJob } from "@/lib/status/cancel-job";
import { getProgress } from "@/lib/status/queries";
import { holdLock } from "../support/hold-lock";
import { valueOf } from "../support/imports";
import { addFields, addPeople, allOf, condition, memberKeys } from "../support/people";
import { pressRefresh, statesOf, tasksOf, workBeforeRuns, workThrough } from "../support/refreshes";
import { useQuickKlaviyo } from "../support/runs";
import { prepareWhole } from "../support/whole";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();
// Whole refreshes, some of them by processes of their own.
const atLeisure = { timeout: 120_000 };

async function segmentOfPecs(contributor: Parameters<typeof saveSegment>[0]) {
  await addFields({ city: "text" });
  await addPeople({ ann: { city: "Pécs" }, ben: { city: "Győr" } });
  const definition = allOf(condition("city", "equals", "Pécs"));
  const { segmentId } = valueOf(await saveSegment(contributor, { name: "Pécs", definition }));
  await refreshAsked(segmentId);
  await pool().query(`UPDATE profile SET attributes = '{"city": "Pécs"}' WHERE key = 'ben'`);
  return segmentId;
}

const statusOf = async (id: string) =>
  (await prisma().segment.findUniqueOrThrow({ where: { id } })).refreshStatus;

describe("canceling a segment's refresh", atLeisure, () => {
  it("stops PostgreSQL within seconds and leaves the members as they were", async ({ contributor }) => {
    const segmentId = await segmentOfPecs(contributor);
    valueOf(await requestRefresh(contributor, { segmentIds: [segmentId] }));
    await using lock = await holdLock("LOCK TABLE segment_member IN ACCESS EXCLUSIVE MODE");
    const refreshing = refreshAsked(segmentId);
    await lock.untilBlocked();
    valueOf(await cancelSegmentRefresh(contributor, { segmentId }));
    // The lock is still held: only because the statement was canceled does this come to an end.
    await Promise.race([refreshing, sleep(5_000).then(() => Promise.reject(new Error("It went on.")))]);
    await lock.release();
    expect(await statusOf(segmentId)).toBe("canceled");
    expect(await memberKeys(segmentId)).toEqual(["ann"]);
    expect(await cancelSegmentRefresh(contributor, { segmentId })).toMatchObject({
      code: "segment_refresh_over",
    });
    const { row, work } = await getProgress(contributor, { taskId: `segment:${segmentId}` });
    expect(row.word).toBe("canceled");
    expect(work[0]).toMatchObject({ word: "canceled", why: { code: "manual", name: "contributor" } });
  });

  it("ends at once one that waits; its invitation then does nothing", async ({ contributor }) => {
    const segmentId = await segmentOfPecs(contributor);
    valueOf(await requestRefresh(contributor, { segmentIds: [segmentId] }));
    valueOf(await cancelSegmentRefresh(contributor, { segmentId }));
    expect(await statusOf(segmentId)).toBe("canceled");
    await refreshAsked(segmentId);
    expect(await memberKeys(segmentId)).toEqual(["ann"]);
  });

  it("is made up for by a run that needs the segment, and by asking again", async ({ contributor }) => {
    const segmentId = await segmentOfPecs(contributor);
    valueOf(await requestRefresh(contributor, { segmentIds: [segmentId] }));
    valueOf(await cancelSegmentRefresh(contributor, { segmentId }));
    expect(await refreshSegments([{ id: segmentId, name: "Pécs" }])).toEqual({ refreshed: 1, problem: null });
    expect(await memberKeys(segmentId)).toEqual(["ann", "ben"]);
  });

  it("skips a run that needed it, by name", async ({ contributor }) => {
    const segmentId = await segmentOfPecs(contributor);
    await prisma().segment.update({ where: { id: segmentId }, data: { refreshStatus: "queued" } });
    await using lock = await holdLock("LOCK TABLE segment_member IN ACCESS EXCLUSIVE MODE");
    const refreshing = refreshSegments([{ id: segmentId, name: "Pécs" }]);
    await lock.untilBlocked();
    valueOf(await cancelSegmentRefresh(contributor, { segmentId }));
    expect(await refreshing).toMatchObject({
      problem: { code: "segment_refresh_canceled", params: { segment: "Pécs" } },
    });
  });
});

describe("a segment's refreshes", atLeisure, () => {
  it("say why each began, who asked, and how many members it found", async ({ contributor }) => {
    const segmentId = await segmentOfPecs(contributor);
    valueOf(await requestRefresh(contributor, { segmentIds: [segmentId] }));
    await refreshAsked(segmentId);
    await refreshSegment(segmentId);
    const { work } = await getProgress(contributor, { taskId: `segment:${segmentId}` });
    expect(work.map(({ why, counts }) => [why.code, why.name, counts[0]?.number])).toEqual([
      ["needed", null, 2],
      ["manual", "contributor", 2],
      ["edit", "contributor", 1],
    ]);
  });

  it("that fail in a way nobody foresaw are tried again, and fail for good after five times", async ({
    contributor,
  }) => {
    const segmentId = await segmentOfPecs(contributor);
    valueOf(await requestRefresh(contributor, { segmentIds: [segmentId] }));
    await pool().query("ALTER TABLE segment_count RENAME TO segment_count_away");
    const wordOf = async () => (await getProgress(contributor, { taskId: `segment:${segmentId}` })).row.word;
    try {
      for (let attempt = 1; attempt <= 4; attempt++) await expect(refreshAsked(segmentId)).rejects.toThrow();
      expect(await wordOf()).toBe("failed");
      await expect(refreshAsked(segmentId)).rejects.toThrow();
      expect(await wordOf()).toBe("failed_permanent");
    } finally {
      await pool().query("ALTER TABLE segment_count_away RENAME TO segment_count");
    }
  });
});

describe("canceling a refresh of the whole", atLeisure, () => {
  it("lets nothing more begin and stops what was begun for it", async ({ administrator, viewer }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    const refreshId = await pressRefresh(administrator);
    await advanceRefresh(refreshId);
    expect(await statesOf(refreshId)).toMatchObject({ Shop: "running", Readers: "waiting" });
    await expect(cancelRefresh(viewer, { refreshId })).rejects.toThrow("refresh:run");
    valueOf(await cancelRefresh(administrator, { refreshId }));
    expect(await workThrough(refreshId)).toMatchObject({ status: "canceled" });
    expect(new Set(Object.values(await statesOf(refreshId)))).toEqual(new Set(["canceled"]));
    expect(await prisma().import.findMany({ select: { status: true } })).toEqual([
      { status: "canceled" },
      { status: "canceled" },
    ]);
    expect(await prisma().run.count()).toBe(0);
    expect(await cancelRefresh(administrator, { refreshId })).toMatchObject({ code: "refresh_over" });
    expect(await memberKeys(whole.pecs)).toEqual([]);
  });

  it("lets go on what somebody else had begun before", async ({ administrator }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    const { importId } = valueOf(await refreshSource(administrator, { sourceId: whole.shopId }));
    const refreshId = await pressRefresh(administrator);
    await advanceRefresh(refreshId);
    valueOf(await cancelRefresh(administrator, { refreshId }));
    await doImport(importId);
    expect(await prisma().import.findUniqueOrThrow({ where: { id: importId } })).toMatchObject({
      status: "successful",
    });
    expect(await workThrough(refreshId)).toMatchObject({ status: "canceled" });
  });
});

describe("canceling one task", atLeisure, () => {
  it("that waits skips what needs it, and the rest goes on", async ({ administrator }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    const refreshId = await pressRefresh(administrator);
    valueOf(await cancelJob(administrator, { taskId: `segment:${whole.pecs}` }));
    await workThrough(refreshId);
    expect((await tasksOf(refreshId))["Pécs to Klaviyo"]).toMatchObject({
      state: "skipped",
      problemCode: "upstream_canceled",
      problemParams: { kind: "segment", name: "Pécs" },
    });
    expect((await statesOf(refreshId))["Members to Klaviyo"]).toBe("successful");
  });

  it("that is being read cancels the reading, and what needs the source is skipped", async ({
    administrator,
  }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    const refreshId = await pressRefresh(administrator);
    await advanceRefresh(refreshId);
    valueOf(await cancelJob(administrator, { taskId: `source:${whole.shopId}` }));
    await workThrough(refreshId);
    expect(await statesOf(refreshId)).toMatchObject({
      Shop: "canceled",
      "Pécs to Klaviyo": "skipped",
      "Members to Klaviyo": "successful",
    });
  });

  it("that runs cancels the run", async ({ administrator }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    const refreshId = await pressRefresh(administrator);
    while ((await statesOf(refreshId))["Pécs to Klaviyo"] === "waiting") await workBeforeRuns(refreshId);
    valueOf(await cancelJob(administrator, { taskId: `export:${whole.toPecs}` }));
    await workThrough(refreshId);
    expect((await statesOf(refreshId))["Pécs to Klaviyo"]).toBe("canceled");
    expect((await statesOf(refreshId))["Members to Klaviyo"]).toBe("successful");
  });

  it("is refused where nothing is under way, and names of tasks that are none are not found", async ({
    administrator,
  }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    await workThrough(await pressRefresh(administrator));
    expect(await cancelJob(administrator, { taskId: `segment:${whole.pecs}` })).toEqual({
      ok: false,
      code: "nothing_to_cancel",
    });
    await expect(cancelJob(administrator, { taskId: "segment:nonsense" })).rejects.toThrow("No task");
    await expect(getProgress(administrator, { taskId: "system:nonsense" })).rejects.toThrow("No task");
  });
});
