import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { sweepRefresh } from "@/lib/refresh/advance-refresh";
import { refreshAll, startRefresh } from "@/lib/refresh/start-refresh";
import { enforceRetention } from "@/lib/retention/enforce-retention";
import { getProgress, getStatus, getWorkflow } from "@/lib/status/queries";
import { holdLock } from "../support/hold-lock";
import { valueOf } from "../support/imports";
import { waitingJobs } from "../support/jobs";
import { memberKeys } from "../support/people";
import { pressRefresh, statesOf, tasksOf, workOnce, workThrough } from "../support/refreshes";
import { onList, useQuickKlaviyo } from "../support/runs";
import { runScript, startScript, testSettings } from "../support/run-script";
import { prepareWhole } from "../support/whole";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();
// Whole refreshes, some of them by processes of their own.
const atLeisure = { timeout: 120_000 };

describe("a refresh of the whole", atLeisure, () => {
  it("reads the sources, then refreshes the segments, then runs the exports, each after what it needs", async ({
    administrator,
  }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    const refreshId = await pressRefresh(administrator);
    expect(await workThrough(refreshId)).toMatchObject({ status: "successful", openKey: null });
    const tasks = await tasksOf(refreshId);
    const begun = (name: string) => tasks[name]?.startedAt?.getTime() ?? 0;
    const ended = (name: string) => tasks[name]?.finishedAt?.getTime() ?? Infinity;
    expect(ended("Shop")).toBeLessThanOrEqual(begun("Readers"));
    expect(ended("Club")).toBeLessThanOrEqual(begun("Readers"));
    expect(ended("Readers")).toBeLessThanOrEqual(begun("Pécs"));
    expect(ended("Pécs")).toBeLessThanOrEqual(begun("Pécs to Klaviyo"));
    expect(await memberKeys(whole.pecs)).toEqual(["c1"]);
    expect(onList(klaviyo(), whole.lists.newsletter)).toEqual(["anna@example.com"]);
    expect(onList(klaviyo(), whole.lists.vip)).toEqual(["dora@example.com"]);
    expect(await prisma().run.findMany({ select: { startedById: true } })).toEqual([
      { startedById: null },
      { startedById: null },
    ]);
  });

  it("skips what needs a source that failed for good, by its name, and does the rest", async ({
    administrator,
  }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    await whole.shop.run("DROP TABLE customers");
    const refreshId = await pressRefresh(administrator);
    expect(await workThrough(refreshId)).toMatchObject({ status: "completed_with_warnings" });
    expect(await statesOf(refreshId)).toEqual({
      Shop: "failed",
      Club: "successful",
      unification: "successful",
      Readers: "skipped",
      Staff: "skipped",
      Pécs: "skipped",
      Members: "successful",
      "Pécs to Klaviyo": "skipped",
      "Members to Klaviyo": "successful",
    });
    const tasks = await tasksOf(refreshId);
    for (const name of ["Readers", "Pécs", "Pécs to Klaviyo"])
      expect(tasks[name]).toMatchObject({
        problemCode: "upstream_failed",
        problemParams: { kind: "source", name: "Shop" },
      });
    expect(onList(klaviyo(), whole.lists.vip)).toEqual(["dora@example.com"]);
    // The export's own history says it too.
    expect(await prisma().run.findMany({ where: { exportId: whole.toPecs } })).toMatchObject([
      { status: "skipped", reason: "system_refresh", problemCode: "upstream_failed" },
    ]);

    const { rows, refresh } = await getStatus(administrator);
    const told = Object.fromEntries(rows.map(({ name, word, note }) => [name, [word, note?.params.name]]));
    expect(told).toMatchObject({
      Shop: ["failed_permanent", undefined],
      Pécs: ["skipped", "Shop"],
      "Pécs to Klaviyo": ["skipped", "Shop"],
      "Members to Klaviyo": ["successful", undefined],
    });
    expect(refresh).toMatchObject({ tasks: 9, done: 9, notDone: 5, startedBy: "administrator" });
  });

  it("skips what needs a segment that failed, for the reason at the root", async ({ administrator }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    await pool().query(
      `UPDATE segment SET definition = jsonb_set(definition, '{rules,0,group,items,0,field}', '"gone"') WHERE id = $1`,
      [whole.readers],
    );
    const refreshId = await pressRefresh(administrator);
    await workThrough(refreshId);
    const tasks = await tasksOf(refreshId);
    expect(tasks.Readers?.state).toBe("failed");
    expect(tasks["Pécs to Klaviyo"]).toMatchObject({
      state: "skipped",
      problemParams: { kind: "segment", name: "Readers" },
    });
    expect(tasks["Members to Klaviyo"]?.state).toBe("successful");
  });

  it("is one at a time: of two who start it at once both get the same", async ({
    administrator,
    contributor,
  }) => {
    await prepareWhole(klaviyo(), administrator);
    const ferry = { kind: "system", job: "schedule" } as const;
    const started = await Promise.all([
      refreshAll(administrator),
      refreshAll(contributor),
      prisma().$transaction((tx) => startRefresh(tx, ferry, { reason: "schedule" })),
    ]);
    const answers = started.map((one) => valueOf(one));
    expect(new Set(answers.map(({ refreshId }) => refreshId)).size).toBe(1);
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await prisma().auditEvent.count({ where: { action: "refresh.start" } })).toBe(1);
    const refreshId = answers[0]?.refreshId ?? "";
    await workThrough(refreshId);
    expect(await pressRefresh(administrator)).not.toBe(refreshId);
  });

  it("does nothing twice, however many workers are at it", async ({ administrator }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    const refreshId = await pressRefresh(administrator);
    const workers = [1, 2, 3].map(() =>
      runScript("tests/support/refresh-script.ts", {
        args: [refreshId],
        env: { ...testSettings(), KLAVIYO_API_URL: klaviyo().url },
      }),
    );
    for (const { code, output } of await Promise.all(workers)) expect(code, output).toBe(0);
    expect(await statesOf(refreshId)).toMatchObject({ Shop: "successful", "Pécs to Klaviyo": "successful" });
    const ofEach = await pool().query<{ imports: number; runs: number }>(
      `SELECT (SELECT count(*)::int FROM import) AS imports, (SELECT count(*)::int FROM run) AS runs`,
    );
    expect(ofEach.rows).toEqual([{ imports: 2, runs: 2 }]);
    expect(onList(klaviyo(), whole.lists.newsletter)).toEqual(["anna@example.com"]);
  });

  it.for([
    ["read a source", "segment_member"],
    ["refreshed a segment", "segment_count"],
  ])("goes on where a worker died while it %s", async ([, table], { administrator }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    const refreshId = await pressRefresh(administrator);
    const lock = await holdLock(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    const victim = startScript("tests/support/refresh-script.ts", {
      args: [refreshId],
      env: { ...testSettings(), KLAVIYO_API_URL: klaviyo().url },
    });
    await lock.untilBlocked();
    victim.child.kill("SIGKILL");
    await victim.ended;
    await lock.release();
    for (const held of ["import", "segment_refresh"])
      await pool().query(
        `UPDATE ${held} SET heartbeat_at = now() - interval '1 minute' WHERE heartbeat_at IS NOT NULL`,
      );
    expect(await workThrough(refreshId)).toMatchObject({ status: "successful" });
    expect(onList(klaviyo(), whole.lists.newsletter)).toEqual(["anna@example.com"]);
    expect(await prisma().import.count()).toBe(2);
  });

  it("is invited to again by the sweep where the invitation was lost, and forgotten after 90 days", async ({
    administrator,
  }) => {
    const refreshId = await pressRefresh(administrator);
    await pool().query("DELETE FROM pgboss.job");
    await sweepRefresh();
    await sweepRefresh();
    expect(await waitingJobs("refresh.advance")).toEqual([{ refreshId }]);
    await workThrough(refreshId);
    await enforceRetention();
    expect(await prisma().refreshTask.count()).toBe(1);
    await pool().query("UPDATE refresh SET finished_at = now() - interval '91 days'");
    await pool().query("DELETE FROM retention_run");
    await enforceRetention();
    expect(await prisma().refreshTask.count()).toBe(0);
  });

  it("does not wait for a run that needs an approval, and says so", async ({ administrator }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    await workThrough(await pressRefresh(administrator));
    await whole.club.run("UPDATE customers SET note = NULL");
    const refreshId = await pressRefresh(administrator);
    await workThrough(refreshId);
    expect((await tasksOf(refreshId))["Members to Klaviyo"]).toMatchObject({
      state: "completed_with_warnings",
      problemCode: "task_run_held",
    });
  });
});

describe("an export that is not on the system schedule", atLeisure, () => {
  it("is no part of a refresh, and never reads as skipped because of one", async ({ administrator }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    await workThrough(await pressRefresh(administrator));
    await prisma().export.update({ where: { id: whole.toPecs }, data: { isScheduled: false } });
    await whole.shop.run("DROP TABLE customers");
    const refreshId = await pressRefresh(administrator);
    await workThrough(refreshId);
    expect(Object.keys(await statesOf(refreshId))).not.toContain("Pécs to Klaviyo");
    const { row } = await getProgress(administrator, { taskId: `export:${whole.toPecs}` });
    expect(row.word).toBe("successful");
  });

  it("and was taken off it while a refresh left it out, reads as its own last run says", async ({
    administrator,
  }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    await workThrough(await pressRefresh(administrator));
    await whole.shop.run("DROP TABLE customers");
    await workThrough(await pressRefresh(administrator));
    const statusOf = async () =>
      (await getProgress(administrator, { taskId: `export:${whole.toPecs}` })).row.word;
    expect(await statusOf()).toBe("skipped");
    await prisma().export.update({ where: { id: whole.toPecs }, data: { isScheduled: false } });
    expect(await statusOf()).toBe("successful");
  });
});

describe("while a refresh is under way", atLeisure, () => {
  it("what has its turn later reads as queued, and says what it waits for", async ({
    administrator,
    viewer,
  }) => {
    const whole = await prepareWhole(klaviyo(), administrator);
    const refreshId = await pressRefresh(administrator);
    const { row, task, canCancel } = await getProgress(viewer, { taskId: `export:${whole.toPecs}` });
    expect(row.word).toBe("queued");
    expect(task?.needs).toContainEqual({ kind: "segment", name: "Pécs", isOpen: true });
    expect(canCancel).toBe(false);
    const { tasks, mayCancel } = await getWorkflow(viewer);
    expect(tasks.map(({ kind }) => kind)).toEqual([
      "source",
      "source",
      "unification",
      "segment",
      "segment",
      "segment",
      "segment",
      "export",
      "export",
    ]);
    expect(mayCancel).toBe(false);
    await workOnce(refreshId);
    expect((await getProgress(administrator, { taskId: `export:${whole.toPecs}` })).canCancel).toBe(true);
  });
});
