import type { PoolClient } from "pg";
import type { Actor } from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db";
import type { SegmentChange } from "./changes";

const sql = `
  INSERT INTO segment_revision
    (segment_id, revision, change, name, kind, is_active, definition, restored_from, created_by_id, created_at)
  SELECT id, revision, $2, name, kind, is_active, definition, $3::int, $4::uuid, clock_timestamp()
  FROM segment WHERE id = $1::uuid`;

/** Keeps a segment as it is now, in the transaction that made it so. */
export async function recordRevision(
  tx: Tx | PoolClient,
  actor: Actor,
  made: { segmentId: string; change: SegmentChange; restoredFrom?: number },
): Promise<void> {
  const by = actor.kind === "user" ? actor.id : null;
  const values = [made.segmentId, made.change, made.restoredFrom ?? null, by];
  if ("query" in tx) await tx.query(sql, values);
  else await tx.$executeRawUnsafe(sql, ...values);
}
