import { OauthAppMissing } from "@/lib/connections/failure-code";
import { quotaOf } from "@/lib/connections/open-channel";
import { inSqlTransaction, pool } from "@/lib/db";
import { DestinationFailure, type FailureReport } from "@/lib/destinations/destination-failure";
import { SlotWait, bucketName } from "@/lib/limiter/limit-requests";
import { blockBucket } from "@/lib/limiter/slots";
import { giveUpUnreadable } from "./ask-tickets";
import { isUnreadable } from "./is-unreadable";
import { type Refusal, noteRefusal, refusalOf } from "../connection-refusal";
import { recordEvent } from "../record-event";
import type { RunContext } from "../run-context";
import { waitRun } from "../wait-run";

/** Said once, not at each of many tries. */
async function noteUnanswered({ run }: RunContext, code: string, waitMs: number): Promise<void> {
  const { rows } = await pool().query<{ code: string }>(
    "SELECT code FROM run_event WHERE run_id = $1 ORDER BY id DESC LIMIT 1",
    [run.id],
  );
  if (rows[0]?.code === "unreachable") return;
  const params = { code, seconds: Math.ceil(waitMs / 1000) };
  await recordEvent(pool(), { runId: run.id, level: "warning", code: "unreachable", params });
}

/** A run that cannot ask does not send either: it waits for an administrator. */
async function waitForMending(context: RunContext, refusal: Refusal, tryMs: number): Promise<number> {
  if (await noteRefusal(context, refusal))
    await inSqlTransaction((client) => waitRun(client, context.run.id, { code: "connection", waitMs: null }));
  return tryMs;
}

async function waitAfterReport(context: RunContext, report: FailureReport, tryMs: number): Promise<number> {
  switch (report.kind) {
    case "rate_limited": {
      const { owner } = quotaOf(context.connection);
      await blockBucket(bucketName(owner, report.rateClass), report.retryAfterMs);
      return report.retryAfterMs;
    }
    case "auth":
    case "forbidden":
      return waitForMending(context, refusalOf(context, report), tryMs);
    default:
      await noteUnanswered(context, report.code, tryMs);
      if (isUnreadable(report)) await giveUpUnreadable(context);
      return tryMs;
  }
}

/**
 * How long to wait before asking again after a question that was not answered; `tryMs` where nothing else says. What
 * the failure tells about the connection is written down. Rethrows what is none of the foreseen.
 */
export async function waitAfterAsking(context: RunContext, error: unknown, tryMs: number): Promise<number> {
  if (error instanceof SlotWait) return error.waitMs;
  if (error instanceof OauthAppMissing) return waitForMending(context, { code: "tokens_dead" }, tryMs);
  if (error instanceof DestinationFailure) return waitAfterReport(context, error.report, tryMs);
  throw error;
}
