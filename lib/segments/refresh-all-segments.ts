import type { PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { enqueueMany } from "@/lib/jobs/enqueue";
import { type RefreshAsked, noteAsked } from "./open-refresh";

/** Asks, in the transaction that changes people, for every active segment to be refreshed. Returns how many. */
export async function inviteAllRefreshes(
  client: PoolClient,
  asked: RefreshAsked = { reason: "data" },
): Promise<number> {
  const { rows } = await client.query<{ id: string }>(
    "UPDATE segment SET refresh_status = 'queued', asked_at = now(), updated_at = now() WHERE is_active RETURNING id",
  );
  const ids = rows.map(({ id }) => id).toSorted();
  await noteAsked(client, ids, asked);
  await enqueueMany(
    client,
    "segment.refresh",
    ids.map((id) => ({ key: id, payload: { segmentId: id } })),
  );
  return rows.length;
}

/** Asks for every active segment to be refreshed; the work is the workers'. */
export async function refreshAllSegments(actor: Actor): Promise<Result<{ segments: number }>> {
  requirePermission(actor, "segment:write");
  return inSqlTransaction(async (client) => {
    const segments = await inviteAllRefreshes(client, {
      reason: "manual",
      askedById: actor.kind === "user" ? actor.id : undefined,
    });
    await recordAuditSql(client, actor, {
      action: "segment.refresh_all",
      objectType: "segment",
      details: { segments },
    });
    return accepted({ segments });
  });
}
