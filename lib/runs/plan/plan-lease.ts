import type { Run } from "@/generated/prisma/client";
import { pool, prisma } from "@/lib/db";
import { recordEvent } from "../record-event";

/** Seconds without a sign of life after which another worker may plan a run anew. */
const LEASE_SECONDS = 30;
const RENEW_EVERY_MS = 5_000;

/** Takes a run that waits to be planned, or whose planner gave no sign of life; null where there is nothing to take. */
export async function claimPlanning(runId: string): Promise<Run | null> {
  const { rows } = await pool().query<{ epoch: number }>(
    `UPDATE run SET status = 'running', phase = 'refresh', epoch = epoch + 1,
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

/** Renews the claim while `work` runs. When it fails, the run waits for the next planner at once. */
export async function whileLeased(run: Run, work: () => Promise<void>): Promise<void> {
  const sql =
    "UPDATE run SET lease_until = clock_timestamp() + make_interval(secs => $3) WHERE id = $1 AND epoch = $2";
  const renew = (seconds: number) => pool().query(sql, [run.id, run.epoch, seconds]);
  const timer = setInterval(() => void renew(LEASE_SECONDS).catch(() => undefined), RENEW_EVERY_MS); // the lease covers a missed one
  try {
    await work();
  } catch (error) {
    clearInterval(timer);
    await renew(0);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
