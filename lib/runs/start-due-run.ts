import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { type Tx, asJson, rawOf } from "@/lib/db";
import type { FoundExport } from "@/lib/exports/find-export";
import { lockExport } from "@/lib/exports/find-export";
import { advanceRun } from "./advance-run";
import { type RunResult, outcomes } from "./counts";
import { type NewRun, createRun, toRunRow } from "./create-run";
import { whyNotSend } from "./may-send";
import type { RunProblem } from "./move-run";
import { recordEvent } from "./record-event";
import { stopRun } from "./stop-run";
import { toRunSettings } from "./to-run-settings";

type DueReason = "system_refresh" | "own_schedule";

export interface DueRun {
  runId: string;
  /** False where it could not start: the run is only there to say why. */
  isNew: boolean;
}

const scheduler: Actor = { kind: "system", job: "schedule" };

const nobody: RunResult = {
  members: 0,
  leavers: 0,
  warnings: 0,
  outcomes: Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as RunResult["outcomes"],
};

/** The export, locked, where it runs for this reason; null where it sleeps, is gone, or runs for the other one. */
async function lockDue(tx: Tx, exportId: string, reason: DueReason): Promise<FoundExport | null> {
  const isThere = await tx.export.count({ where: { id: exportId, removedAt: null } });
  if (isThere === 0) return null;
  const found = await lockExport(tx, scheduler, exportId, "export:run");
  const own = await tx.schedule.count({ where: { exportId } });
  const follows: DueReason = own > 0 ? "own_schedule" : "system_refresh";
  return found.connection && found.isScheduled && follows === reason ? found : null;
}

async function toNewRun(tx: Tx, found: FoundExport, reason: DueReason): Promise<NewRun | null> {
  const { connection } = found;
  if (!connection?.accountId) return null;
  return {
    actor: scheduler,
    exportId: found.id,
    connectionId: connection.id,
    accountId: connection.accountId,
    settings: await toRunSettings(tx, found, connection.exportLimit),
    mode: "changes",
    reason,
  };
}

/** The one row that says in the export's history why nothing was sent when it was due. */
async function recordSkipped(tx: Tx, wanted: NewRun, problem: RunProblem): Promise<DueRun> {
  const now = new Date();
  const { id: runId } = await tx.run.create({
    data: {
      ...(await toRunRow(tx, wanted)),
      status: "skipped",
      phase: "settle",
      problemCode: problem.code,
      problemParams: problem.params,
      result: asJson(nobody),
      finishedAt: now,
      settledAt: now,
    },
  });
  await recordEvent(rawOf(tx), { runId, code: "finished" });
  return { runId, isNew: false };
}

/** A held run is replaced by what is due later (rule 9). False where the run is not held. */
async function replaceHeld(tx: Tx, runId: string): Promise<boolean> {
  const client = rawOf(tx);
  const [run] = await tx.$queryRaw<{ status: string }[]>`
    SELECT status::text FROM run WHERE id = ${runId}::uuid FOR NO KEY UPDATE`;
  if (run?.status !== "held") return false;
  await stopRun(client, runId, { status: "skipped", problem: { code: "replaced" } });
  await advanceRun(client, runId);
  return true;
}

/**
 * Starts an export's run as Ferry itself. Null where the export is detached, removed, or does not run for this reason.
 * Where it should run and cannot, also for a `hindrance` that the caller knows of, its history gets one Skipped run with the reason, and `isNew` is false.
 */
export async function startDueRun(
  tx: Tx,
  { exportId, reason, hindrance }: { exportId: string; reason: DueReason; hindrance?: RunProblem | null },
): Promise<DueRun | null> {
  const found = await lockDue(tx, exportId, reason);
  const wanted = found && (await toNewRun(tx, found, reason));
  if (!wanted) return null;
  if (hindrance) return recordSkipped(tx, wanted, hindrance);
  const refusal = await whyNotSend(tx, wanted.connectionId);
  if (refusal) return recordSkipped(tx, wanted, { code: refusal });
  if (wanted.settings.segments.length === 0) return recordSkipped(tx, wanted, { code: "segments_missing" });
  let run = await createRun(tx, wanted);
  if (run.ok && !run.value.isNew && (await replaceHeld(tx, run.value.runId)))
    run = await createRun(tx, wanted);
  if (!run.ok) return recordSkipped(tx, wanted, { code: run.code, params: run.params });
  if (!run.value.isNew) return recordSkipped(tx, wanted, { code: "overlap" });
  await recordAudit(tx, scheduler, {
    action: "run.start",
    objectType: "run",
    objectId: run.value.runId,
    details: { exportId, reason },
  });
  return run.value;
}
