import { inSqlTransaction } from "@/lib/db";
import { advanceRun } from "./advance-run";
import { type ClaimedBatch, moveBatch } from "./send/claim-batch";
import { type Refusal, noteRefusal } from "./connection-refusal";
import type { StopReason } from "./send/fence";
import { releaseBatch } from "./send/leave-batch";
import type { RunProblem } from "./move-run";
import { recordEvent } from "./record-event";
import type { RunContext } from "./run-context";
import { stopRun } from "./stop-run";
import { isActive } from "./transitions";
import { waitRun } from "./wait-run";

const passing = { waitMs: 2_000, isFailure: true, isAmbiguous: false, event: null, wait: null };

async function endWith(
  { run }: RunContext,
  batch: ClaimedBatch,
  end: { status: "failed" | "canceled"; problem: RunProblem },
): Promise<void> {
  await inSqlTransaction(async (client) => {
    await moveBatch(client, batch, "canceled", { set: "sent_at = $5", values: [batch.sentAt] });
    if (await stopRun(client, run.id, end))
      await recordEvent(client, {
        runId: run.id,
        code: end.problem.code,
        level: "problem",
        params: end.problem.params,
      });
    await advanceRun(client, run.id);
  });
}

/** The list is gone: nothing more can be sent to it, and it is not made anew. */
export function stopForTarget(context: RunContext, batch: ClaimedBatch): Promise<void> {
  const params = { list: context.settings.listName };
  return endWith(context, batch, { status: "failed", problem: { code: "list_missing", params } });
}

/** Somebody said no. What a person took away ends the run; what an administrator can mend lets it wait. */
export async function stopForReason(
  context: RunContext,
  batch: ClaimedBatch,
  reason: StopReason,
): Promise<void> {
  switch (reason) {
    case "run_stopped":
      return leaveStopped(context, batch);
    case "export_removed":
    case "connection_detached":
    case "connection_removed":
    case "consent_withdrawn":
      return endWith(context, batch, { status: "canceled", problem: { code: reason } });
    case "connection_not_ready":
    case "connection_attention":
    case "export_user_lost":
      return waitForConnection(context, batch);
  }
}

async function leaveStopped(context: RunContext, batch: ClaimedBatch): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { rows } = await client.query<{ status: Parameters<typeof isActive>[0] }>(
      "SELECT status FROM run WHERE id = $1 FOR NO KEY UPDATE",
      [context.run.id],
    );
    const status = rows[0]?.status;
    if (status && isActive(status))
      return releaseBatch(client, context, batch, { ...passing, waitMs: 0, isFailure: false });
    await moveBatch(client, batch, "canceled", { set: "sent_at = $5", values: [batch.sentAt] });
    await advanceRun(client, context.run.id);
  });
}

async function waitForConnection(context: RunContext, batch: ClaimedBatch): Promise<void> {
  await inSqlTransaction(async (client) => {
    await releaseBatch(client, context, batch, { ...passing, waitMs: 0, isFailure: false });
    await waitRun(client, context.run.id, { code: "connection", waitMs: null });
  });
}

/**
 * The destination refused the credential, or a scope of it: the connection needs attention, and the run waits until an
 * administrator has mended it.
 */
export async function needConnection(
  context: RunContext,
  batch: ClaimedBatch,
  refusal: Refusal,
): Promise<void> {
  if (!(await noteRefusal(context, refusal)))
    return inSqlTransaction((client) => releaseBatch(client, context, batch, passing));
  await waitForConnection(context, batch);
}
