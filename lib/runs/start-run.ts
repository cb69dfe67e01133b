import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { type Tx, prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { lockExport } from "@/lib/exports/find-export";
import { createRun } from "./create-run";
import { whyNotSend } from "./may-send";
import type { RunSettings } from "./settings-schema";
import { toRunSettings } from "./to-run-settings";

async function startLocked(tx: Tx, actor: Actor, exportId: string) {
  const found = await lockExport(tx, actor, exportId, "export:run");
  if (!found.connectionId) return refused("connection_detached");
  const reason = await whyNotSend(tx, found.connectionId);
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
    mode: "changes",
    reason: "manual",
  });
  if (run.ok && run.value.isNew)
    await recordAudit(tx, actor, {
      action: "run.start",
      objectType: "run",
      objectId: run.value.runId,
      details: { exportId },
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
  return prisma().$transaction((tx) => startLocked(tx, actor, input.exportId));
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
