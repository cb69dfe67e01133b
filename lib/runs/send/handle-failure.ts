import { inSqlTransaction } from "@/lib/db";
import { DestinationFailure, type FailureReport } from "@/lib/destinations/destination-failure";
import { OauthAppMissing } from "@/lib/connections/failure-code";
import { isStopping } from "@/lib/jobs/stopping";
import { SlotWait, bucketName } from "@/lib/limiter/limit-requests";
import { blockBucket } from "@/lib/limiter/slots";
import { quotaOf } from "@/lib/connections/open-channel";
import { BatchRevised, type ClaimedBatch } from "./claim-batch";
import { refusalOf } from "../connection-refusal";
import { SendForbidden } from "./fence";
import { failBatch, halveBatch, halveRemoval, refuseRows, releaseBatch } from "./leave-batch";
import type { RunContext } from "../run-context";
import { needConnection, stopForReason, stopForTarget } from "../stop-for";

/** Waits up to this are sat out by the worker; longer ones are a state of the run. */
const SHORT_WAIT_MS = 3_000;
/** A fault that lasts longer than this many tries, the last ones minutes apart, is not passing. */
const MOST_FAILURES = 200;
const LONGEST_BACKOFF_MS = 120_000;

/** Doubles from one second, jittered by a quarter, so that workers do not come back together. */
export function backoffMs(failures: number, random: number): number {
  const whole = Math.min(LONGEST_BACKOFF_MS, 1_000 * 2 ** Math.min(failures, 10));
  return Math.round(whole * (0.75 + random * 0.5));
}

async function tryLater(
  context: RunContext,
  batch: ClaimedBatch,
  report: Extract<FailureReport, { kind: "transient" | "ambiguous" }>,
): Promise<void> {
  if (batch.failures + 1 >= MOST_FAILURES)
    return failBatch(context, batch, { ...report, isAmbiguous: report.kind === "ambiguous" });
  const waitMs = report.retryAfterMs ?? backoffMs(batch.failures, Math.random());
  const isAmbiguous = report.kind === "ambiguous";
  await inSqlTransaction((client) =>
    releaseBatch(client, context, batch, {
      waitMs,
      isFailure: true,
      isAmbiguous,
      event: isAmbiguous
        ? { code: "answer_lost", params: { batch: batch.no, code: report.code } }
        : { code: "unreachable", params: { code: report.code, seconds: Math.ceil(waitMs / 1000) } },
      // The first failure may be of one request; then it is of the destination, and one batch tries for all.
      wait: batch.failures > 0 && waitMs > SHORT_WAIT_MS ? "unreachable" : null,
    }),
  );
}

/** No request of this class may leave for a while: the batch goes back, and the run waits where it is long. */
async function waitForSlot(
  context: RunContext,
  batch: ClaimedBatch,
  { waitMs, isStated }: { waitMs: number; isStated: boolean },
): Promise<void> {
  await inSqlTransaction((client) =>
    releaseBatch(client, context, batch, {
      waitMs,
      isFailure: false,
      isAmbiguous: false,
      event: isStated ? { code: "rate_limited", params: { seconds: Math.ceil(waitMs / 1000) } } : null,
      wait: waitMs > SHORT_WAIT_MS ? "rate_limit" : null,
    }),
  );
}

/** This worker ends before anything of the batch was sent: it is anybody's at once. */
async function leaveToOthers(context: RunContext, batch: ClaimedBatch): Promise<void> {
  const left = { waitMs: 0, isFailure: false, isAmbiguous: false, event: null, wait: null };
  await inSqlTransaction((client) => releaseBatch(client, context, batch, left));
}

async function handleReport(context: RunContext, batch: ClaimedBatch, report: FailureReport): Promise<void> {
  switch (report.kind) {
    case "rate_limited": {
      const { owner } = quotaOf(context.connection);
      await blockBucket(bucketName(owner, report.rateClass), report.retryAfterMs);
      return waitForSlot(context, batch, { waitMs: report.retryAfterMs, isStated: true });
    }
    case "transient":
    case "ambiguous":
      return tryLater(context, batch, report);
    case "auth":
    case "forbidden":
      return needConnection(context, batch, refusalOf(context, report));
    case "target_missing":
      return stopForTarget(context, batch);
    case "too_large":
      return batch.kind === "remove" ? halveRemoval(context, batch, report) : halveBatch(context, batch);
    case "invalid_rows":
      return refuseRows(context, batch, report.rows);
    case "ticket_missing":
    case "bug":
      return failBatch(context, batch, { ...report, isAmbiguous: false });
  }
}

/**
 * What becomes of a claimed batch after `error`. Rethrows what is none of the foreseen, with the batch given back, or up
 * where it came too often.
 */
export async function handleFailure(context: RunContext, batch: ClaimedBatch, error: unknown): Promise<void> {
  if (error instanceof DestinationFailure) return handleReport(context, batch, error.report);
  if (error instanceof SlotWait)
    return waitForSlot(context, batch, { waitMs: error.waitMs, isStated: false });
  if (error instanceof SendForbidden) return stopForReason(context, batch, error.reason);
  if (error instanceof OauthAppMissing) return needConnection(context, batch, { code: "tokens_dead" });
  if (isStopping(error) || error instanceof BatchRevised) return leaveToOthers(context, batch);
  // Nobody knows how far it came; the fence noted whether anything left.
  const isAmbiguous = true;
  if (batch.failures + 1 >= MOST_FAILURES)
    await failBatch(context, batch, {
      code: "unforeseen",
      requestId: null,
      isAmbiguous,
      problem: "unforeseen",
    });
  else
    await inSqlTransaction((client) =>
      releaseBatch(client, context, batch, {
        waitMs: backoffMs(batch.failures, Math.random()),
        isFailure: true,
        isAmbiguous,
        event: null,
        wait: null,
      }),
    );
  throw error;
}
