import { beforeEach, describe, expect, vi } from "vitest";
import { prisma } from "@/lib/db";
import { Forbidden } from "@/lib/errors";
import { raiseIncident, resolveIncident } from "@/lib/notifications/incidents";
import { startRefresh } from "@/lib/refresh/start-refresh";
import { listMissed, previewSchedule } from "@/lib/schedule/queries";
import { SYSTEM_SCHEDULE_ID, getSystemSchedule, saveSystemSchedule } from "@/lib/schedule/system-schedule";
import { tick } from "@/lib/schedule/tick";
import { useKlaviyo } from "../support/connections";
import { valueOf } from "../support/imports";
import { waitingJobs } from "../support/jobs";
import {
  daily,
  endRuns,
  historyOf,
  hourly,
  moveClock,
  scheduledExport,
  setDue,
  ticksOf,
  zone,
} from "../support/schedules";
import { it } from "../support/workspace";

vi.mock("@/lib/notifications/incidents", () => ({ raiseIncident: vi.fn(), resolveIncident: vi.fn() }));
vi.mock("@/lib/refresh/start-refresh", () => ({ startRefresh: vi.fn() }));

const klaviyo = useKlaviyo({ withApp: false });
const at = (time: string) => new Date(`2027-03-10T${time}Z`);
const raised = vi.mocked(raiseIncident);
const refresh = vi.mocked(startRefresh);
const refreshId = "0192c000-0000-7000-8000-000000000001";

beforeEach(() => {
  raised.mockReset();
  vi.mocked(resolveIncident).mockReset();
  refresh.mockReset().mockResolvedValue({ ok: true, value: { refreshId, isNew: true } });
});

describe("an export on a schedule of its own", () => {
  it("runs when it is due, once, and says why", async ({ administrator }) => {
    const next = at("02:00:00").toISOString();
    const { exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly, next });
    await tick(at("01:59:59"));
    expect(await historyOf(exportId)).toEqual([]);
    await tick(at("02:00:01"));
    await tick(at("02:00:03"));
    expect(await historyOf(exportId)).toEqual(["own_schedule queued"]);
    expect(await ticksOf(exportId)).toEqual(["02:00 started"]);
    expect(await waitingJobs("run.plan")).toHaveLength(1);
    const { nextRunAt } = await prisma().schedule.findUniqueOrThrow({ where: { exportId } });
    expect(nextRunAt).toEqual(at("03:00:00"));
    const { startedById, id } = await prisma().run.findFirstOrThrow({ where: { exportId } });
    expect(startedById).toBeNull();
    const { startedId } = await prisma().scheduleTick.findFirstOrThrow();
    expect(startedId).toBe(id);
  });

  it("F27 everything down across 5 ticks: the latest runs once, the others are listed as missed and told", async ({
    administrator,
  }) => {
    const next = at("02:00:00").toISOString();
    const { exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly, next });
    await tick(at("06:10:00"));
    expect(await ticksOf(exportId)).toEqual([
      "02:00 missed",
      "03:00 missed",
      "04:00 missed",
      "05:00 missed",
      "06:00 catch_up",
    ]);
    expect(await historyOf(exportId)).toEqual(["own_schedule queued"]);
    expect(await listMissed(administrator, { exportId })).toMatchObject({
      total: 4,
      rows: [{ instant: at("05:00:00").toISOString() }, {}, {}, {}],
    });
    expect(raised).toHaveBeenCalledExactlyOnceWith(expect.anything(), {
      kind: "run_missed",
      objectType: "export",
      objectId: exportId,
      params: { missed: 4 },
    });
    expect(resolveIncident).not.toHaveBeenCalled();
    await endRuns();
    await tick(at("07:00:00"));
    expect(await historyOf(exportId)).toHaveLength(2);
    expect(resolveIncident).toHaveBeenCalledOnce();
  });

  it("is not made up for outside the catch-up window", async ({ administrator }) => {
    const recurrence = { every: "day" as const, times: ["02:30"], zone };
    valueOf(await saveSystemSchedule(administrator, { isOn: false, recurrence, catchUpMinutes: 5 }));
    const next = at("02:00:00").toISOString();
    const { exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly, next });
    await tick(at("02:10:00"));
    expect(await ticksOf(exportId)).toEqual(["02:00 missed"]);
    expect(await historyOf(exportId)).toEqual([]);
  });

  it("lists misses of the last 31 days after a year of being down", async ({ administrator }) => {
    const { exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly });
    await setDue(exportId, "2026-03-10T00:00:00Z");
    await tick(at("00:30:00"));
    expect((await listMissed(administrator, { exportId })).total).toBe(31 * 24 - 1);
    expect(await historyOf(exportId)).toHaveLength(1);
  });

  it("is begun again after a fault, and holds up nobody else", async ({ administrator }) => {
    const next = at("02:00:00").toISOString();
    const { exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly, next });
    const recurrence = { every: "day" as const, times: ["02:00"], zone: "UTC" };
    valueOf(await saveSystemSchedule(administrator, { isOn: true, recurrence, catchUpMinutes: 60 }));
    await prisma().schedule.update({
      where: { id: SYSTEM_SCHEDULE_ID },
      data: { nextRunAt: at("02:00:00") },
    });
    refresh.mockRejectedValueOnce(new Error("a fault"));
    await tick(at("02:00:00"));
    expect(await historyOf(exportId)).toHaveLength(1);
    const ofSystem = { where: { scheduleId: SYSTEM_SCHEDULE_ID } };
    expect(await prisma().scheduleTick.findFirst(ofSystem)).toMatchObject({ state: "due" });
    await tick(at("02:00:02"));
    expect(await prisma().scheduleTick.findMany(ofSystem)).toMatchObject([{ state: "started" }]);
    expect(await historyOf(exportId)).toHaveLength(1);
  });

  it("gives up what could not be begun until its next instant", async ({ administrator }) => {
    const recurrence = { every: "day" as const, times: ["02:00", "02:20"], zone: "UTC" };
    valueOf(await saveSystemSchedule(administrator, { isOn: true, recurrence, catchUpMinutes: 60 }));
    const where = { id: SYSTEM_SCHEDULE_ID };
    await prisma().schedule.update({ where, data: { nextRunAt: at("02:00:00") } });
    refresh.mockRejectedValueOnce(new Error("a fault"));
    await tick(at("02:00:00"));
    await tick(at("02:20:00"));
    const ticks = await prisma().scheduleTick.findMany({ orderBy: { instant: "asc" } });
    expect(ticks.map(({ state }) => state)).toEqual(["missed", "started"]);
    expect(raised).toHaveBeenCalledOnce();
  });

  it("F26 three schedulers at one moment begin it once", async ({ administrator }) => {
    const next = at("02:00:00").toISOString();
    const { exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly, next });
    await Promise.all([1, 2, 3].map(() => tick(at("02:00:01"))));
    expect(await ticksOf(exportId)).toEqual(["02:00 started"]);
    expect(await historyOf(exportId)).toHaveLength(1);
  });
});

describe.each([
  ["2027-03-27T12:00:00Z", daily],
  ["2027-10-30T12:00:00Z", daily],
  ["2027-03-27T23:30:00Z", hourly],
  ["2027-10-30T23:30:00Z", hourly],
])("F28 over the clock change after %s", (start, recurrence) => {
  it("what ran is what the preview said", async ({ administrator }) => {
    const { exportId } = await scheduledExport(klaviyo(), administrator, { recurrence });
    await moveClock((Date.parse(start) - Date.now()) / 1000);
    const { instants } = valueOf(await previewSchedule(administrator, { recurrence }));
    await setDue(exportId, instants[0] ?? "");
    const last = Date.parse(instants.at(-1) ?? "");
    const stepMs = 30 * 60_000;
    for (let now = Date.parse(start); now < last + stepMs; now += stepMs) {
      await tick(new Date(Math.min(now, last)));
      await endRuns();
    }
    const ran = await prisma().scheduleTick.findMany({ orderBy: { instant: "asc" } });
    expect(ran.map(({ instant }) => instant.toISOString())).toEqual(instants);
    expect(new Set(ran.map(({ state }) => state))).toEqual(new Set(["started"]));
  });
});

describe("the system's schedule", () => {
  const recurrence = { every: "week" as const, days: [3], times: ["02:00"], zone: "UTC" };
  const ofSystem = { where: { scheduleId: SYSTEM_SCHEDULE_ID } };
  const due = (time: string) =>
    prisma().schedule.update({ where: { id: SYSTEM_SCHEDULE_ID }, data: { nextRunAt: at(time) } });

  it("begins a refresh as Ferry itself when it is due", async ({ administrator }) => {
    valueOf(await saveSystemSchedule(administrator, { isOn: true, recurrence, catchUpMinutes: 60 }));
    await due("02:00:00");
    await tick(at("02:00:01"));
    expect(refresh).toHaveBeenCalledExactlyOnceWith(
      expect.anything(),
      { kind: "system", job: "schedule" },
      { reason: "schedule" },
    );
    expect(await prisma().scheduleTick.findMany(ofSystem)).toMatchObject([
      { state: "started", startedId: refreshId },
    ]);
  });

  it("skips an instant at which a refresh is under way", async ({ administrator }) => {
    valueOf(await saveSystemSchedule(administrator, { isOn: true, recurrence, catchUpMinutes: 60 }));
    refresh.mockResolvedValue({ ok: true, value: { refreshId, isNew: false } });
    await due("02:00:00");
    await tick(at("02:00:01"));
    expect(await prisma().scheduleTick.findMany(ofSystem)).toMatchObject([{ state: "skipped" }]);
  });

  it("tells of a refresh that was missed", async ({ administrator }) => {
    valueOf(await saveSystemSchedule(administrator, { isOn: true, recurrence, catchUpMinutes: 60 }));
    await due("02:00:00");
    await tick(at("04:00:00"));
    expect(refresh).not.toHaveBeenCalled();
    expect(raised).toHaveBeenCalledExactlyOnceWith(expect.anything(), {
      kind: "run_missed",
      objectType: "schedule",
      objectId: SYSTEM_SCHEDULE_ID,
      params: { missed: 1 },
    });
    expect(await listMissed(administrator)).toMatchObject({ total: 1 });
  });

  it("is off at first, and while it is off nothing is due or missed", async ({ administrator }) => {
    expect(await getSystemSchedule(administrator)).toMatchObject({ isOn: false, nextRunAt: null });
    valueOf(await saveSystemSchedule(administrator, { isOn: true, recurrence, catchUpMinutes: 60 }));
    expect(await getSystemSchedule(administrator)).toMatchObject({ isOn: true, recurrence });
    valueOf(await saveSystemSchedule(administrator, { isOn: false, recurrence, catchUpMinutes: 30 }));
    expect(await getSystemSchedule(administrator)).toMatchObject({ isOn: false, catchUpMinutes: 30 });
    await tick(new Date(Date.now() + 30 * 86_400_000));
    expect(await prisma().scheduleTick.count()).toBe(0);
    expect(await prisma().auditEvent.count({ where: { action: "schedule.save" } })).toBe(2);
  });

  it("is read by everybody and set by administrators", async ({ administrator, contributor, viewer }) => {
    const input = { isOn: true, recurrence, catchUpMinutes: 60 };
    for (const actor of [contributor, viewer]) {
      await expect(saveSystemSchedule(actor, input)).rejects.toThrow(Forbidden);
      expect(await getSystemSchedule(actor)).toMatchObject({ isOn: false });
    }
    valueOf(await saveSystemSchedule(administrator, input));
  });
});
