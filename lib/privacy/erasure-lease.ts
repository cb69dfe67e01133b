import type { Erasure } from "@/generated/prisma/client";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";

/** Seconds without a sign of life after which another worker takes an erasure over. */
export const ERASURE_LEASE_SECONDS = 60;
const RENEW_EVERY_MS = 10_000;
const MOST_FAILURES = 8;
const FIRST_WAIT_MS = 2_000;

/** Another worker holds the erasure now. */
export class ErasureSuperseded extends Error {}

/** Takes an erasure that is due; null where there is nothing to do. */
export async function claimErasure(erasureId: string): Promise<Erasure | null> {
  const { rowCount } = await pool().query(
    `UPDATE erasure SET status = 'running', epoch = epoch + 1, heartbeat_at = now()
     WHERE id = $1 AND (status IN ('queued', 'waiting') AND (due_at IS NULL OR due_at <= clock_timestamp())
       OR status = 'running' AND heartbeat_at < now() - make_interval(secs => $2))`,
    [erasureId, ERASURE_LEASE_SECONDS],
  );
  return rowCount === 1 ? prisma().erasure.findUnique({ where: { id: erasureId } }) : null;
}

/** Renews the claim while `work` runs. */
export async function whileErasing<T>(job: Erasure, work: () => Promise<T>): Promise<T> {
  const renew = () =>
    pool().query(
      "UPDATE erasure SET heartbeat_at = now() WHERE id = $1 AND epoch = $2 AND status = 'running'",
      [job.id, job.epoch],
    );
  const timer = setInterval(() => void renew().catch(() => undefined), RENEW_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

async function leave(job: Erasure, sets: string, values: unknown[], afterMs: number): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE erasure SET ${sets}, due_at = clock_timestamp() + make_interval(secs => $3)
       WHERE id = $1 AND epoch = $2 AND status = 'running'`,
      [job.id, job.epoch, afterMs / 1000, ...values],
    );
    if (rowCount !== 1) throw new ErasureSuperseded();
    await enqueue(client, "privacy.erase", { erasureId: job.id }, { key: job.id, afterMs });
  });
}

/** Goes on later: something that has to be over first is not. */
export function waitErasure(job: Erasure, afterMs: number): Promise<void> {
  return leave(job, "status = 'waiting', failures = 0", [], Math.max(afterMs, 1_000));
}

/** After a fault: tried again, each time later, until an administrator has to look. */
export async function giveBackErasure(job: Erasure): Promise<void> {
  if (job.failures + 1 < MOST_FAILURES)
    return leave(job, "status = 'queued', failures = failures + 1", [], FIRST_WAIT_MS * 2 ** job.failures);
  await pool().query(
    "UPDATE erasure SET status = 'failed', failures = failures + 1 WHERE id = $1 AND epoch = $2 AND status = 'running'",
    [job.id, job.epoch],
  );
}
