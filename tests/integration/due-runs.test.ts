import { describe, expect } from "vitest";
import { prisma } from "@/lib/db";
import { withdrawConsent } from "@/lib/connections/withdraw-consent";
import { detachExports } from "@/lib/exports/detach-exports";
import { duplicateExport } from "@/lib/exports/duplicate-export";
import { getExport, listExports } from "@/lib/exports/queries";
import { removeExports } from "@/lib/exports/remove-exports";
import { saveExport } from "@/lib/exports/save-export";
import { setSchedule } from "@/lib/exports/set-schedule";
import { getRun } from "@/lib/runs/queries";
import { startDueRun } from "@/lib/runs/start-due-run";
import { saveSystemSchedule } from "@/lib/schedule/system-schedule";
import { tick } from "@/lib/schedule/tick";
import { addLedger, addRun, prepareExports, savedExport } from "../support/exports";
import { valueOf } from "../support/imports";
import { pressRun, runToEnd, useQuickKlaviyo, work } from "../support/runs";
import { daily, endRuns, historyOf, hourly, scheduledExport, setDue } from "../support/schedules";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();

const startDue = (exportId: string, reason: "system_refresh" | "own_schedule" = "own_schedule") =>
  prisma().$transaction((tx) => startDueRun(tx, { exportId, reason }));
const nextOf = async (exportId: string) =>
  (await prisma().schedule.findUnique({ where: { exportId } }))?.nextRunAt ?? null;

describe("a run that is due", () => {
  it("sends as Ferry itself, and says in its history and on its page why it started", async ({
    administrator,
  }) => {
    const { exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly });
    const started = await startDue(exportId);
    expect(started).toEqual({ runId: expect.any(String), isNew: true });
    const run = await work(started?.runId ?? "");
    expect(run).toMatchObject({ status: "successful", reason: "own_schedule", startedById: null });
    expect(await getRun(administrator, run.id)).toMatchObject({ reason: "own_schedule", startedBy: null });
    const audited = await prisma().auditEvent.findFirstOrThrow({ where: { action: "run.start" } });
    expect(audited).toMatchObject({ actorKind: "system:schedule", objectId: run.id });
  });

  it("starts with a system refresh where the export has no schedule of its own", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator);
    const exportId = await savedExport(administrator, form);
    expect(await startDue(exportId, "system_refresh")).toMatchObject({ isNew: true });
    expect(await historyOf(exportId)).toEqual(["system_refresh queued"]);
  });

  it("an export on its own schedule never reads Skipped because of a system refresh", async ({
    administrator,
  }) => {
    const { exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly });
    expect(await startDue(exportId, "system_refresh")).toBeNull();
    expect(await historyOf(exportId)).toEqual([]);
    expect(await listExports(administrator)).toMatchObject([{ status: "never_run" }]);
    await runToEnd(administrator, exportId);
    expect(await startDue(exportId, "system_refresh")).toBeNull();
    expect(await listExports(administrator)).toMatchObject([{ status: "successful" }]);
  });

  it("is none of an export that is detached, removed, off, or on the system's schedule", async ({
    administrator,
  }) => {
    const { exportId, form } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly });
    const others = [
      await savedExport(administrator, { ...form, name: "With the system", ownSchedule: null }),
      await savedExport(administrator, { ...form, name: "Off", isScheduled: false }),
    ];
    for (const id of others) expect(await startDue(id)).toBeNull();
    valueOf(await detachExports(administrator, { exportIds: [exportId] }));
    expect(await startDue(exportId)).toBeNull();
    valueOf(await removeExports(administrator, { exportIds: [exportId] }));
    expect(await startDue(exportId)).toBeNull();
    expect(await prisma().run.count()).toBe(0);
  });

  it("is skipped once where its own run is under way, and that run goes on (overlap)", async ({
    administrator,
  }) => {
    const { exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly });
    const running = await pressRun(administrator, exportId);
    const skipped = await startDue(exportId);
    expect(skipped?.isNew).toBe(false);
    expect(await historyOf(exportId)).toEqual(["manual queued", "own_schedule skipped overlap"]);
    expect(await getRun(administrator, skipped?.runId ?? "")).toMatchObject({
      status: "skipped",
      problem: { code: "overlap" },
      canCancel: false,
      canRetry: false,
    });
    expect(await work(running)).toMatchObject({ status: "successful" });
  });

  it("is skipped with the name of the other export whose run has the list", async ({ administrator }) => {
    const { exportId, form } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly });
    const other = await savedExport(administrator, { ...form, name: "Another", ownSchedule: null });
    await pressRun(administrator, other);
    const skipped = await startDue(exportId);
    expect(await getRun(administrator, skipped?.runId ?? "")).toMatchObject({
      problem: { code: "list_busy", params: { export: "Another" } },
    });
  });

  it("is skipped with the reason where the connection may not send", async ({ administrator }) => {
    const { exportId, connectionId } = await scheduledExport(klaviyo(), administrator, {
      recurrence: hourly,
    });
    valueOf(await withdrawConsent(administrator, { connectionId }));
    await startDue(exportId);
    expect(await historyOf(exportId)).toEqual(["own_schedule skipped consent_withdrawn"]);
  });

  it("takes the place of a held one (rule 9)", async ({ administrator }) => {
    const { exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly });
    await addLedger(exportId, 50);
    await prisma().export.update({ where: { id: exportId }, data: { leavers: "remove" } });
    const held = await pressRun(administrator, exportId);
    await work(held, ({ status }) => status === "held");
    const started = await startDue(exportId);
    expect(started?.isNew).toBe(true);
    expect(await historyOf(exportId)).toEqual(["manual skipped replaced", "own_schedule queued"]);
    expect(await getRun(administrator, held)).toMatchObject({ settledAt: expect.any(String) });
    await work(started?.runId ?? "", ({ status }) => status === "held");
  });
});

describe("the own schedule of an export", () => {
  it("has its next instant told when it is saved (rule 31)", async ({ administrator }) => {
    const { form, exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: daily });
    const own = { ...form, exportId };
    const saved = valueOf(await saveExport(administrator, own));
    expect(saved.nextRun).toEqual({ kind: "own", at: (await nextOf(exportId))?.toISOString() });
    const withSystem = { ...own, ownSchedule: null };
    const tell = async () => valueOf(await saveExport(administrator, withSystem)).nextRun;
    expect(await tell()).toEqual({ kind: "system_schedule_off" });
    const recurrence = { every: "day" as const, times: ["02:00"], zone: "UTC" };
    const { nextRunAt } = valueOf(
      await saveSystemSchedule(administrator, { isOn: true, recurrence, catchUpMinutes: 60 }),
    );
    expect(await tell()).toEqual({ kind: "system", at: nextRunAt });
    const off = { ...own, isScheduled: false };
    expect(valueOf(await saveExport(administrator, off)).nextRun).toEqual({ kind: "on_demand" });
    expect(await getExport(administrator, exportId)).toMatchObject({
      ownSchedule: daily,
      nextRun: { kind: "on_demand" },
    });
  });

  it("keeps what is due when the export is saved without a change of it", async ({ administrator }) => {
    const { form, exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: daily });
    await setDue(exportId, "2026-01-01T00:00:00Z");
    valueOf(await saveExport(administrator, { ...form, exportId, name: "Renamed" }));
    expect(await nextOf(exportId)).toEqual(new Date("2026-01-01T00:00:00Z"));
  });

  it("sleeps while detached or off, and wakes with an instant to come, without misses", async ({
    administrator,
  }) => {
    const { form, exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly });
    const wake = () => saveExport(administrator, { ...form, exportId });
    const rests = [
      () => detachExports(administrator, { exportIds: [exportId] }),
      () => setSchedule(administrator, { exportIds: [exportId], isScheduled: false }),
    ];
    for (const rest of rests) {
      valueOf(await rest());
      expect(await nextOf(exportId)).toBeNull();
      await tick(new Date(Date.now() + 86_400_000));
      valueOf(await wake());
      expect((await nextOf(exportId))?.getTime()).toBeGreaterThan(Date.now());
    }
    expect(await prisma().scheduleTick.count()).toBe(0);
  });

  it("goes with the export, and a copy has the same one, off", async ({ administrator }) => {
    const { exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly });
    const copy = valueOf(await duplicateExport(administrator, { exportId, prefix: "Copy of" })).exportId;
    expect(await getExport(administrator, copy)).toMatchObject({ isScheduled: false, ownSchedule: hourly });
    expect(await nextOf(copy)).toBeNull();
    valueOf(await removeExports(administrator, { exportIds: [exportId] }));
    expect(await prisma().schedule.count({ where: { exportId } })).toBe(0);
  });

  it("is kept, or defined anew, for several at once", async ({ administrator }) => {
    const { exportId, form } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly });
    const other = await savedExport(administrator, { ...form, name: "With the system", ownSchedule: null });
    const exportIds = [exportId, other];
    const schedules = async () =>
      (await listExports(administrator)).map(({ isScheduled, ownSchedule }) => [isScheduled, ownSchedule]);
    valueOf(await setSchedule(administrator, { exportIds, isScheduled: false }));
    expect(await schedules()).toEqual([
      [false, hourly],
      [false, null],
    ]);
    valueOf(await setSchedule(administrator, { exportIds, isScheduled: true, ownSchedule: daily }));
    expect(await schedules()).toEqual([
      [true, daily],
      [true, daily],
    ]);
    valueOf(await setSchedule(administrator, { exportIds, isScheduled: true, ownSchedule: null }));
    expect(await prisma().schedule.count()).toBe(0);
  });

  it("shows in the list when it last went well, whatever started it", async ({ administrator }) => {
    const { exportId } = await scheduledExport(klaviyo(), administrator, { recurrence: hourly });
    const started = await startDue(exportId);
    await work(started?.runId ?? "");
    const [line] = await listExports(administrator);
    expect(line).toMatchObject({ status: "successful", nextRun: { kind: "own" } });
    expect(line?.refreshedAt).not.toBeNull();
    await addRun(exportId, {
      mode: "full",
      status: "successful",
      finishedAt: new Date("2030-01-01T00:00:00Z"),
    });
    await endRuns();
    expect(await listExports(administrator)).toMatchObject([{ refreshedAt: "2030-01-01T00:00:00.000Z" }]);
  });
});
