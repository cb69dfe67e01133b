import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { getRun, listRuns } from "@/lib/runs/queries";
import { addBatch, addExport, addRun } from "../support/run-rows";
import { addUser, it } from "../support/workspace";

describe("a run's page", () => {
  it("offers Cancel to whom the connection is shared with, while the run is active", async ({
    administrator,
    contributor,
    viewer,
  }) => {
    const rows = await addExport(administrator, { access: "chosen" });
    await prisma().connectionUser.create({
      data: { connectionId: rows.connectionId, userId: contributor.id },
    });
    const stranger = await addUser("contributor");
    const run = await addRun(rows, { status: "running" });
    const mayCancel = async (actor: typeof viewer) => (await getRun(actor, run.id)).canCancel;
    expect(await mayCancel(administrator)).toBe(true);
    expect(await mayCancel(contributor)).toBe(true);
    expect(await mayCancel(stranger)).toBe(false);
    expect(await mayCancel(viewer)).toBe(false);
    await prisma().run.update({ where: { id: run.id }, data: { status: "canceled" } });
    expect(await mayCancel(administrator)).toBe(false);
  });

  it("leads only administrators to the connection", async ({ administrator, viewer }) => {
    const run = await addRun(await addExport(administrator));
    expect((await getRun(administrator, run.id)).connection).toMatchObject({ canOpen: true });
    expect((await getRun(viewer, run.id)).connection).toMatchObject({
      name: "Newsletter · Acme",
      canOpen: false,
    });
  });

  it("says its pace from the batches of the last minutes", async ({ administrator }) => {
    const run = await addRun(await addExport(administrator), { plan: { members: 40_000, add: 40_000 } });
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
    for (const [index, seconds] of [9_000, 100, 50].entries())
      await addBatch(run, {
        no: index + 1,
        kind: "send",
        state: "awaiting",
        firstSeq: index * 10_000 + 1,
        lastSeq: (index + 1) * 10_000,
        submittedAt: ago(seconds),
      });
    await addBatch(run, { no: 4, kind: "send", state: "pending", firstSeq: 30_001, lastSeq: 40_000 });
    const { progress, secondsLeft } = await getRun(administrator, run.id);
    // The batch of long ago is out of the window; of the two in it, the first starts the clock.
    expect(progress).toMatchObject({ phase: "send", done: 30_000, total: 40_000 });
    expect(progress.perSecond).toBeGreaterThan(90);
    expect(progress.perSecond).toBeLessThanOrEqual(100);
    // Nothing was confirmed yet, and no run before says how long that takes.
    expect(secondsLeft).toBeNull();
  });

  it("says how long it will take by what its batches took", async ({ administrator }) => {
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
    const run = await addRun(await addExport(administrator), {
      plan: { members: 80_000, add: 80_000 },
      data: { startedAt: ago(110), plannedAt: ago(100) },
    });
    for (const [index, seconds] of [75, 50, 25].entries())
      await addBatch(run, {
        no: index + 1,
        kind: "send",
        state: "done",
        firstSeq: index * 10_000 + 1,
        lastSeq: (index + 1) * 10_000,
        submittedAt: ago(seconds),
        endedAt: ago(seconds - 5),
      });
    for (let no = 4; no <= 8; no++)
      await addBatch(run, {
        no,
        kind: "send",
        state: "pending",
        firstSeq: no * 10_000 + 1,
        lastSeq: no * 10_000 + 10_000,
      });
    // Five batches of 25 seconds after the one 25 seconds ago, and 5 more for the last to be confirmed.
    const { secondsLeft } = await getRun(administrator, run.id);
    expect(secondsLeft).toBeGreaterThanOrEqual(103);
    expect(secondsLeft).toBeLessThanOrEqual(106);
    await prisma().run.update({ where: { id: run.id }, data: { status: "waiting", waitCode: "connection" } });
    expect((await getRun(administrator, run.id)).secondsLeft).toBeNull();
  });

  it("lists its log newest first, by attempt", async ({ administrator }) => {
    const run = await addRun(await addExport(administrator));
    for (const code of ["started", "planned", "key_refused", "connection_mended", "finished"])
      await pool().query("INSERT INTO run_event (run_id, level, code) VALUES ($1, 'info', $2)", [
        run.id,
        code,
      ]);
    const { log } = await getRun(administrator, run.id);
    expect(log.map(({ code, attempt }) => [code, attempt])).toEqual([
      ["finished", 2],
      ["connection_mended", 2],
      ["key_refused", 1],
      ["planned", 1],
      ["started", 1],
    ]);
  });

  it("keeps the newest two hundred lines", async ({ administrator }) => {
    const run = await addRun(await addExport(administrator));
    await pool().query(
      "INSERT INTO run_event (run_id, level, code, batch) SELECT $1, 'info', 'batch_sent', n FROM generate_series(1, 250) n",
      [run.id],
    );
    const { log } = await getRun(administrator, run.id);
    expect(log).toHaveLength(200);
    expect(log[0]?.batch).toBe(250);
  });

  it("is not found by another id, or by what is no id", async ({ administrator }) => {
    for (const id of ["0190d3a8-0000-7000-8000-000000000000", "1", "' OR true --"])
      await expect(getRun(administrator, id)).rejects.toThrow(NotFound);
  });
});

describe("the history of an export", () => {
  it("has its own runs, newest first, with what came of them so far", async ({ administrator, viewer }) => {
    const rows = await addExport(administrator);
    const other = await addExport(administrator, { name: "Other" });
    await addRun(other);
    const settled = await addRun(rows, {
      status: "successful",
      plan: { members: 9, add: 9 },
      result: { members: 9, outcomes: { added: 5, changed: 2, rejected: 1, removed: 3 } },
    });
    const running = await addRun(rows, { plan: { members: 9, add: 9 } });
    const counts = { added: 2, changed: 1, rejected: 1 };
    await addBatch(running, { no: 1, kind: "send", state: "done", firstSeq: 1, lastSeq: 4, ...counts });
    const skipped = await addRun(rows, { status: "skipped", data: { startedById: administrator.id } });
    await pool().query("UPDATE run SET plan = NULL WHERE id = $1", [skipped.id]);
    const runs = await listRuns(viewer, { exportId: rows.exportId });
    expect(runs.map(({ id, figures }) => [id, figures])).toEqual([
      [skipped.id, null],
      [running.id, { sent: 3, rejected: 1, removed: 0 }],
      [settled.id, { sent: 7, rejected: 1, removed: 3 }],
    ]);
    expect(runs[0]).toMatchObject({ status: "skipped", startedBy: "administrator", reason: "manual" });
    expect(await listRuns(viewer, { exportId: rows.exportId, limit: 1 })).toHaveLength(1);
  });
});
