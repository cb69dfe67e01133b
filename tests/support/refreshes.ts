import { setTimeout as sleep } from "node:timers/promises";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import { unifyAnew } from "@/lib/profiles/unify-anew";
import { advanceRefresh } from "@/lib/refresh/advance-refresh";
import { refreshAll } from "@/lib/refresh/start-refresh";
import { confirmRun } from "@/lib/runs/confirm/confirm-run";
import { planRun } from "@/lib/runs/plan/plan-run";
import { doBatch } from "@/lib/runs/send/do-batch";
import { sweepRuns } from "@/lib/runs/sweep-runs";
import { refreshAsked } from "@/lib/segments/refresh-segment";
import { doImport } from "@/lib/sources/do-import";
import { valueOf } from "./imports";

/** Presses Refresh all; answers the refresh's id. */
export async function pressRefresh(actor: UserActor): Promise<string> {
  return valueOf(await refreshAll(actor)).refreshId;
}

async function idsOf(sql: string): Promise<string[]> {
  return (await pool().query<{ id: string }>(sql)).rows.map(({ id }) => id);
}

/** Does what a worker does of all that comes before the runs, once, without waiting for a queue. */
export async function workBeforeRuns(refreshId: string): Promise<void> {
  await advanceRefresh(refreshId);
  for (const id of await idsOf("SELECT id FROM import WHERE status IN ('queued', 'running')"))
    await doImport(id).catch(() => undefined);
  await unifyAnew();
  for (const id of await idsOf(
    "SELECT DISTINCT segment_id AS id FROM segment_refresh WHERE finished_at IS NULL",
  ))
    await refreshAsked(id).catch(() => undefined);
}

/** The same of all that waits. */
export async function workOnce(refreshId: string): Promise<void> {
  await workBeforeRuns(refreshId);
  for (const id of await idsOf("SELECT id FROM run WHERE settled_at IS NULL")) {
    await planRun(id);
    await doBatch();
    await confirmRun(id);
    await sweepRuns();
  }
}

const find = (id: string) => prisma().refresh.findUniqueOrThrow({ where: { id } });

/** Works until the refresh has ended; answers its row. */
export async function workThrough(refreshId: string) {
  for (let round = 0; round < 200; round++) {
    await workOnce(refreshId);
    const row = await find(refreshId);
    if (row.finishedAt) return row;
    await sleep(20);
  }
  throw new Error(`Refresh ${refreshId} stands still: ${JSON.stringify(await tasksOf(refreshId))}`);
}

/** The tasks of a refresh by name; the unification is called so. */
export async function tasksOf(refreshId: string) {
  const rows = await prisma().refreshTask.findMany({ where: { refreshId } });
  return Object.fromEntries(rows.map((row) => [row.name || row.kind, row]));
}

/** Where the tasks of a refresh are, by name. */
export async function statesOf(refreshId: string): Promise<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(await tasksOf(refreshId)).map(([name, { state }]) => [name, state]),
  );
}
