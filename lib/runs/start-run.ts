import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { type Tx, prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refused } from "@/lib/errors";
import { lockExport } from "@/lib/exports/find-export";
import { tombstoneKeyProblem } from "@/lib/privacy/tombstone-key";
import { resultSchema } from "./counts";
import { createRun } from "./create-run";
import { whyNotSend } from "./may-send";
import type { RunSettings } from "./settings-schema";
import { toRunSettings } from "./to-run-settings";

interface Start {
  exportId: string;
  mode: "changes" | "full" | "retry";
  retryOfId?: string;
  /** Of a program that asks for it. */
  apiTokenId?: string;
}

/** What every way of running an export now comes down to, in the caller's transaction. */
export async function startIn(
  tx: Tx,
  actor: Actor,
  { exportId, mode, retryOfId, apiTokenId }: Start,
): Promise<Result<{ runId: string; isNew: boolean }>> {
  const found = await lockExport(tx, actor, exportId, "export:run");
  if (!found.connectionId) return refused("connection_detached");
  const reason = (await whyNotSend(tx, found.connectionId)) ?? (await tombstoneKeyProblem(tx));
  if (reason) return refused(reason);
  const { accountId, exportLimit } = await tx.connection.findUniqueOrThrow({
    where: { id: found.connectionId },
  });
  if (!accountId) return refused("connection_not_ready");
  const settings: RunSettings = await toRunSettings(tx, found, exportLimit);
  if (settings.segments.length === 0) return refused("segments_missing");
  const run = await createRun(tx, {
    actor,
    exportId,
    connectionId: found.connectionId,
    accountId,
    settings,
    mode,
    reason: apiTokenId ? "api" : "manual",
    retryOfId,
    apiTokenId,
  });
  if (run.ok && run.value.isNew)
    await recordAudit(tx, actor, {
      action: "run.start",
      objectType: "run",
      objectId: run.value.runId,
      details: { exportId, mode },
    });
  return run;
}

/**
 * Runs an export now. While its run is under way, the answer is that run (`isNew` false). Refuses, each with a
 * sentence: a detached export, a connection that may not send, another run on the list. Throws Forbidden or NotFound.
 */
export async function startRun(
  actor: Actor,
  input: { exportId: string },
): Promise<Result<{ runId: string; isNew: boolean }>> {
  requirePermission(actor, "export:run");
  return prisma().$transaction((tx) => startIn(tx, actor, { ...input, mode: "changes" }));
}

/** The same, but sends everybody again, whatever the ledger says: for lists that somebody else edited. */
export async function resyncFully(
  actor: Actor,
  input: { exportId: string },
): Promise<Result<{ runId: string; isNew: boolean }>> {
  requirePermission(actor, "export:run");
  return prisma().$transaction((tx) => startIn(tx, actor, { ...input, mode: "full" }));
}

/**
 * Sends once more only those whom an ended run did not get through to: rejected, unconfirmed or not sent, as they are
 * now. Refuses `run_not_ended`, `nobody_failed`, and what startRun refuses.
 */
export async function retryFailed(
  actor: Actor,
  input: { runId: string },
): Promise<Result<{ runId: string; isNew: boolean }>> {
  requirePermission(actor, "export:run");
  return prisma().$transaction(async (tx) => {
    const run = await tx.run.findUnique({ where: { id: input.runId } });
    if (!run) throw new NotFound("run", input.runId);
    await lockExport(tx, actor, run.exportId, "export:run");
    if (run.settledAt === null) return refused("run_not_ended");
    const { outcomes } = resultSchema.parse(run.result);
    if (outcomes.rejected + outcomes.unconfirmed + outcomes.not_sent === 0) return refused("nobody_failed");
    return startIn(tx, actor, { exportId: run.exportId, mode: "retry", retryOfId: run.id });
  });
}

export interface StartedRuns {
  started: number;
  alreadyRunning: number;
  /** Names of exports that could not start, with the refusal's code. */
  refused: { name: string; code: string }[];
}

/** Runs several exports; what hinders one does not hinder the others. */
export async function startRuns(actor: Actor, input: { exportIds: string[] }): Promise<Result<StartedRuns>> {
  requirePermission(actor, "export:run");
  const answer: StartedRuns = { started: 0, alreadyRunning: 0, refused: [] };
  for (const exportId of input.exportIds) {
    const run = await startRun(actor, { exportId });
    if (!run.ok) {
      const { name } = await prisma().export.findUniqueOrThrow({ where: { id: exportId } });
      answer.refused.push({ name, code: run.code });
    } else if (run.value.isNew) answer.started++;
    else answer.alreadyRunning++;
  }
  return accepted(answer);
}
