import type { Tx } from "@/lib/db";

/** Why a connection's runs may not send now, as the code of a sentence. */
export type SendRefusal =
  | "connection_removed"
  | "connection_not_ready"
  | "consent_withdrawn"
  | "export_user_lost"
  | "connection_attention";

/**
 * A SQL expression over `connection c`: null where its runs may send. Runs act in the export user's name, so that
 * person has to be an administrator still.
 */
export const whyNotSendSql = `CASE
  WHEN c.status = 'removed' THEN 'connection_removed'
  WHEN c.status = 'draft' THEN 'connection_not_ready'
  WHEN c.status = 'consent_withdrawn' OR NOT EXISTS (
    SELECT 1 FROM consent g WHERE g.connection_id = c.id AND g.withdrawn_at IS NULL) THEN 'consent_withdrawn'
  WHEN NOT EXISTS (
    SELECT 1 FROM "user" u WHERE u.id = c.export_user_id AND u.role = 'administrator' AND u.disabled_at IS NULL)
    THEN 'export_user_lost'
  WHEN c.status = 'needs_attention' THEN 'connection_attention'
END`;

/** Why the connection may not send now; null where it may. */
export async function whyNotSend(tx: Tx, connectionId: string): Promise<SendRefusal | null> {
  const sql = `SELECT ${whyNotSendSql} AS reason FROM connection c WHERE c.id = $1::uuid`;
  const rows = await tx.$queryRawUnsafe<{ reason: SendRefusal | null }[]>(sql, connectionId);
  const [row] = rows;
  return row ? row.reason : "connection_removed";
}
