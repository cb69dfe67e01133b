import type { PoolClient } from "pg";
import { inSqlTransaction } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";
import { advanceRun } from "./advance-run";
import { inviteBatches } from "./send/invite-batches";
import { whyNotSendSql } from "./may-send";
import { moveRun } from "./move-run";
import { recordEvent } from "./record-event";
import { requestConfirm } from "./confirm/request-confirm";
import { withdrawUnsent } from "./withdraw-unsent";

export type WaitCode = "rate_limit" | "unreachable" | "connection";

/**
 * Lets a run wait: its workers are free, and the wait outlives them. Where that is null, a person has to act first. A run
 * that is still to be planned does not wait: once it is, its first batch meets the same.
 */
export async function waitRun(
  client: PoolClient,
  runId: string,
  wait: { code: WaitCode; waitMs: number | null },
): Promise<void> {
  const { rowCount } = await client.query(
    "SELECT 1 FROM run WHERE id = $1 AND planned_at IS NOT NULL FOR NO KEY UPDATE",
    [runId],
  );
  if (rowCount !== 1 || !(await moveRun(client, runId, "waiting", { wait }))) return;
  if (wait.waitMs === null) return;
  // A key of its own for each wait: an earlier one, put off for hours, must not stand for a shorter one.
  const key = `${runId}:${Date.now() + wait.waitMs}`;
  await enqueue(client, "run.resume", { runId }, { key, afterMs: wait.waitMs });
}

/**
 * Lets a waiting run go on whose time has come, or whose connection works again. Does nothing otherwise. After more than
 * an hour it is planned again first.
 */
export async function resumeRun(runId: string): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { rows } = await client.query<{ code: string }>(
      `SELECT r.wait_code AS code FROM run r JOIN connection c ON c.id = r.connection_id
       WHERE r.id = $1 AND r.status = 'waiting' AND r.planned_at IS NOT NULL
         AND CASE WHEN r.wait_until IS NULL THEN (${whyNotSendSql}) IS NULL ELSE r.wait_until <= clock_timestamp() END
       FOR NO KEY UPDATE OF r`,
      [runId],
    );
    const [waiting] = rows;
    if (!waiting || !(await moveRun(client, runId, "running"))) return;
    if (waiting.code === "connection") await recordEvent(client, { runId, code: "connection_mended" });
    await withdrawUnsent(client, runId);
    await inviteBatches(client, runId);
    await requestConfirm(client, runId, 0);
    await advanceRun(client, runId);
  });
}
