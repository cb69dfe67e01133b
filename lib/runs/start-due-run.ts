import type { Actor } from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db";
import { lockExport } from "@/lib/exports/find-export";
import { createRun } from "./create-run";
import { whyNotSend } from "./may-send";
import { toRunSettings } from "./to-run-settings";

interface DueRun {
  exportId: string;
  reason: "system_refresh" | "own_schedule";
}

const ferry: Actor = { kind: "system", job: "refresh" };

/** Runs an export in Ferry's own name; null where it does not run on a schedule, or cannot run now. */
export async function startDueRun(
  tx: Tx,
  { exportId }: DueRun,
): Promise<{ runId: string; isNew: boolean } | null> {
  const found = await lockExport(tx, ferry, exportId, "export:run");
  if (!found.isScheduled || !found.connectionId || (await whyNotSend(tx, found.connectionId))) return null;
  const { accountId, exportLimit } = await tx.connection.findUniqueOrThrow({
    where: { id: found.connectionId },
  });
  if (!accountId) return null;
  const settings = await toRunSettings(tx, found, exportLimit);
  const { connectionId } = found;
  const run = await createRun(tx, {
    actor: ferry,
    exportId,
    connectionId,
    accountId,
    settings,
    mode: "changes",
    reason: "manual",
  });
  return run.ok ? run.value : null;
}
