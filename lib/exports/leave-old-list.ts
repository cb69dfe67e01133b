import type { Actor } from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db";
import { type Result, accepted, refused, refusedField } from "@/lib/errors";
import { createRun } from "@/lib/runs/create-run";
import { toRunSettings } from "@/lib/runs/to-run-settings";
import { findActiveRun } from "./find-active-run";
import type { FoundExport } from "./find-export";
import type { UsableConnection } from "./find-usable-connection";
import type { SaveExportInput } from "./schema";

/** Whether an export would go somewhere else than it does. A detached one always would. */
export function isMoved(
  found: Pick<FoundExport, "connectionId" | "listId">,
  to: { connectionId: string; listId: string },
): boolean {
  return found.connectionId !== to.connectionId || found.listId !== to.listId;
}

async function countPeople(
  tx: Tx,
  ledger: { exportId: string; accountId: string; listId: string },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ people: number }[]>`
    SELECT count(*)::int AS people FROM run_data.ledger_entry WHERE ledger_id =
      (SELECT id FROM ledger WHERE export_id = ${ledger.exportId}::uuid
         AND account_id = ${ledger.accountId} AND list_id = ${ledger.listId})`;
  return row?.people ?? 0;
}

interface Move {
  found: FoundExport;
  connection: UsableConnection;
  listId: string;
  oldList: SaveExportInput["oldList"];
}

/**
 * What becomes of the people on the list an export is about to leave: asks where nobody said, and begins the run that
 * takes them off. Refuses to move an export whose run has not ended. Writes nothing when it refuses.
 */
export async function leaveOldList(tx: Tx, actor: Actor, move: Move): Promise<Result<{ runId?: string }>> {
  const { found, connection, listId, oldList } = move;
  if (!isMoved(found, { connectionId: connection.id, listId })) return accepted({});
  if (await findActiveRun(tx, found.id)) return refused("export_running");
  // Of a detached export nobody knows the account any more; only the new one's can be reached.
  const accountId = found.connection ? found.connection.accountId : connection.accountId;
  if (accountId === null || (accountId === connection.accountId && found.listId === listId))
    return accepted({});
  const people = await countPeople(tx, { exportId: found.id, accountId, listId: found.listId });
  if (people === 0 || oldList === "leave") return accepted({});
  if (oldList === undefined) return refused("old_list_question", { people, list: found.listName });
  const through = [found.connection, connection].find(
    (one) => one?.status === "active" && one.accountId === accountId,
  );
  if (!through) return refusedField("oldList", "old_list_out_of_reach", { list: found.listName });
  const run = await createRun(tx, {
    actor,
    exportId: found.id,
    connectionId: through.id,
    accountId,
    settings: await toRunSettings(tx, found, through.exportLimit),
    mode: "leave_list",
    reason: "list_changed",
  });
  return run.ok ? accepted({ runId: run.value.runId }) : run;
}
