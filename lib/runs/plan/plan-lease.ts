import type { Run } from "@/generated/prisma/client";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import type { Stopping } from "@/lib/jobs/stopping";
import { advanceRun } from "../advance-run";
import { recordEvent } from "../record-event";
import { backoffMs } from "../send/handle-failure";
import { stopRun } from "../stop-run";

/** Seconds without a sign of life after which another worker may plan a run anew. */
const LEASE_SECONDS = 30;
const RENEW_EVERY_MS = 5_000;
/** An error that nobody foresaw and that comes this often, the last times minutes apart, is not passing. */
const MOST_FAILURES = 50;

/** Takes a run that waits to be planned, or whose planner gave no sign of life; null where there is nothing to take. */
export async function claimPlanning(runId: string): Promise<Run | null> {
  const { rows } = await pool().query<{ epoch: number }>(
    `UPDATE run SET status = 'running', phase = 'refresh', epoch = epoch + 1,
       plan_failures = CASE WHEN status = 'queued' THEN 0 ELSE plan_failures END,
       lease_until = clock_timestamp() + make_interval(secs => $2), started_at = coalesce(started_at, clock_timestamp())
     WHERE id = $1 AND planned_at IS NULL
       AND (status = 'queued' OR (status = 'running' AND lease_until < clock_timestamp()))
     RETURNING epoch`,
    [runId, LEASE_SECONDS],
  );
  const [claimed] = rows;
  if (!claimed) return null;
  if (claimed.epoch === 1) await recordEvent(pool(), { runId, code: "started" });
  return prisma().run.findUniqueOrThrow({ where: { id: runId } });
}

/** Lets the next planner wait a while after an error, ever longer; after too many of them the run has failed. */
async function noteFailure({ id, epoch, planFailures }: Run): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE run SET plan_failures = plan_failures + 1, lease_until = clock_timestamp() + make_interval(secs => $3)
       WHERE id = $1 AND epoch = $2`,
      [id, epoch, backoffMs(planFailures, Math.random()) / 1000],
    );
    if (rowCount !== 1 || planFailures + 1 < MOST_FAILURES) return;
    if (!(await stopRun(client, id, { status: "failed", problem: { code: "unforeseen" } }))) return;
    await recordEvent(client, { runId: id, level: "problem", code: "plan_gave_up" });
    await advanceRun(client, id);
  });
}

/** Renews the claim while `work` runs. When a worker that stops gives that up, the run is anybody's at once. */
export async function whileLeased(
  run: Run,
  { beginNothing }: Stopping,
  work: () => Promise<void>,
): Promise<void> {
  const sql =
    "UPDATE run SET lease_until = clock_timestamp() + make_interval(secs => $3) WHERE id = $1 AND epoch = $2";
  const renew = (seconds: number) => pool().query(sql, [run.id, run.epoch, seconds]);
  const timer = setInterval(() => void renew(LEASE_SECONDS).catch(() => undefined), RENEW_EVERY_MS); // the lease covers a missed one
  try {
    await work();
  } catch (error) {
    clearInterval(timer);
    await (beginNothing.aborted ? renew(0) : noteFailure(run));
    throw error;
  } finally {
    clearInterval(timer);
  }
}
