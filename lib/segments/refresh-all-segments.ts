import type { PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";

/** Asks, in the transaction that changes people, for every active segment to be refreshed. Returns how many. */
export async function inviteAllRefreshes(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ id: string }>(
    "UPDATE segment SET refresh_status = 'queued', asked_at = now(), updated_at = now() WHERE is_active RETURNING id",
  );
  for (const { id } of rows) await enqueue(client, "segment.refresh", { segmentId: id }, { key: id });
  return rows.length;
}

/** Asks for every active segment to be refreshed; the work is the workers'. */
export async function refreshAllSegments(actor: Actor): Promise<Result<{ segments: number }>> {
  requirePermission(actor, "segment:write");
  return inSqlTransaction(async (client) => {
    const segments = await inviteAllRefreshes(client);
    await recordAuditSql(client, actor, {
      action: "segment.refresh_all",
      objectType: "segment",
      details: { segments },
    });
    return accepted({ segments });
  });
}
