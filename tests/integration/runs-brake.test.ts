import { describe, expect } from "vitest";
import { prisma, pool } from "@/lib/db";
import { Forbidden } from "@/lib/errors";
import { cancelRun } from "@/lib/runs/cancel-run";
import { addsUp, resultSchema } from "@/lib/runs/counts";
import { releaseRun } from "@/lib/runs/release-run";
import { auditedActions } from "../support/connections";
import { prepareExports, savedExport } from "../support/exports";
import { logOf, onList, pressRun, readRun, runToEnd, told, useQuickKlaviyo, work } from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();

const hundred = Object.fromEntries(
  Array.from({ length: 100 }, (_, index) => [
    `c${String(index).padStart(3, "0")}`,
    { email: `p${index}@example.com` },
  ]),
);

const isHeld = ({ status }: { status: string }) => status === "held";

/** Takes so many people out of the segment. */
async function takeOut(segmentId: string, people: number): Promise<void> {
  await pool().query(
    `DELETE FROM segment_member WHERE segment_id = $1 AND profile_id IN (SELECT id FROM profile ORDER BY key LIMIT $2)`,
    [segmentId, people],
  );
}

async function prepare(
  administrator: Parameters<typeof savedExport>[0],
  leavers: "keep" | "remove" = "remove",
) {
  const prepared = await prepareExports(klaviyo(), administrator, { people: hundred });
  const exportId = await savedExport(administrator, { ...prepared.form, leavers });
  await runToEnd(administrator, exportId);
  klaviyo().control.clearLog();
  return { ...prepared, exportId };
}

const writes = () =>
  klaviyo()
    .control.log()
    .filter(({ method }) => method !== "GET").length;

describe("The brake", () => {
  it("lets a run go on that removes as many as the threshold", async ({ administrator }) => {
    const { exportId, readers } = await prepare(administrator);
    await takeOut(readers, 20);
    expect(told((await runToEnd(administrator, exportId)).result)).toEqual({ unchanged: 80, removed: 20 });
  });

  it("holds a run that removes one more, and sends nothing until an administrator releases it", async ({
    administrator,
  }) => {
    const { exportId, readers, lists } = await prepare(administrator);
    await takeOut(readers, 21);
    const runId = await pressRun(administrator, exportId);
    const held = await work(runId, isHeld);
    expect(held.hold).toMatchObject({ reason: "many_removals", people: 21, of: 100, percent: 21 });
    expect(held.hold).toMatchObject({ plan: { members: 79, unchanged: 79, remove: 21 } });
    expect(writes()).toBe(0);
    expect(onList(klaviyo(), lists.newsletter)).toHaveLength(100);

    await releaseRun(administrator, { runId });
    const run = await work(runId);
    expect(run.status).toBe("successful");
    expect(onList(klaviyo(), lists.newsletter)).toHaveLength(79);
    expect(await logOf(runId)).toEqual(expect.arrayContaining(["held_many_removals", "released", "planned"]));
    expect(await auditedActions()).toContain("run.release");
  });

  it("holds again when more turns up than was approved", async ({ administrator }) => {
    const { exportId, readers } = await prepare(administrator);
    await takeOut(readers, 21);
    const runId = await pressRun(administrator, exportId);
    await work(runId, isHeld);
    await takeOut(readers, 90);
    await releaseRun(administrator, { runId });
    const again = await work(runId, (run) => isHeld(run) && run.releasedAt === null);
    expect(again.hold).toMatchObject({ reason: "many_removals", people: 90 });
    expect(writes()).toBe(0);
  });

  it("always holds an emptied segment of a list with people, whatever happens to leavers", async ({
    administrator,
  }) => {
    const { exportId, readers, lists } = await prepare(administrator, "keep");
    await takeOut(readers, 100);
    const runId = await pressRun(administrator, exportId);
    expect((await work(runId, isHeld)).hold).toMatchObject({ reason: "emptied", people: 100 });
    await cancelRun(administrator, { runId });
    const run = await work(runId);
    expect(run).toMatchObject({ status: "canceled", plan: null });
    expect(addsUp(resultSchema.parse(run.result))).toBe(true);
    expect(onList(klaviyo(), lists.newsletter)).toHaveLength(100);
    expect(writes()).toBe(0);
  });

  it("holds many invalid addresses, by the threshold of the connection", async ({ administrator }) => {
    const { exportId, connectionId } = await prepare(administrator);
    await pool().query(
      `UPDATE profile SET attributes = '{"email":"broken"}' WHERE id IN (SELECT id FROM profile ORDER BY key LIMIT 15)`,
    );
    await prisma().connection.update({ where: { id: connectionId }, data: { invalidPercent: 10 } });
    const held = await work(await pressRun(administrator, exportId), isHeld);
    expect(held.hold).toMatchObject({ reason: "many_invalid", people: 15, of: 100, percent: 15 });
  });

  it("is released by administrators only, once, and only while the run is held", async ({
    administrator,
    contributor,
    viewer,
  }) => {
    const { exportId, readers } = await prepare(administrator);
    await takeOut(readers, 50);
    const runId = await pressRun(contributor, exportId);
    await work(runId, isHeld);
    for (const actor of [contributor, viewer])
      await expect(releaseRun(actor, { runId })).rejects.toThrow(Forbidden);
    expect(await pressRun(contributor, exportId)).toBe(runId);
    expect(await releaseRun(administrator, { runId })).toMatchObject({ ok: true });
    expect(await releaseRun(administrator, { runId })).toMatchObject({ ok: false, code: "run_not_held" });
    await work(runId);
    expect((await readRun(runId)).status).toBe("successful");
  });
});
