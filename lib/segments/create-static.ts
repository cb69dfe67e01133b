import type { PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import type { SegmentChange } from "./history/changes";
import { recordRevision } from "./history/record-revision";

interface Wanted {
  name: string;
  tags?: string[];
  definition?: unknown;
  change: SegmentChange;
  /** When it was found out who the members are. */
  refreshedAt?: Date;
  /** Answers profile ids; its parameter `$1` is `membersOf`. */
  membersSql: string;
  membersOf: string;
}

/**
 * Makes a static segment of the people a statement answers, in the caller's transaction, which holds
 * `lockProfileRemoval`. Answers its id and size.
 */
export async function createStatic(
  client: PoolClient,
  actor: Actor,
  wanted: Wanted,
): Promise<{ segmentId: string; members: number }> {
  const by = actor.kind === "user" ? actor.id : null;
  const definition = wanted.definition ? JSON.stringify(wanted.definition) : null;
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO segment
       (id, name, kind, tags, definition, refresh_status, refreshed_at, created_by_id, created_at, updated_at)
     VALUES (gen_random_uuid(), $1, 'static', $2, $3, 'ready', coalesce($4, now()), $5, now(), now()) RETURNING id`,
    [wanted.name, wanted.tags ?? [], definition, wanted.refreshedAt ?? null, by],
  );
  const segmentId = rows[0]?.id;
  if (!segmentId) throw new Error("A static segment was not stored.");
  const { rowCount } = await client.query(
    `INSERT INTO segment_member (segment_id, profile_id)
     SELECT '${segmentId}'::uuid, found.id FROM (${wanted.membersSql}) AS found (id)`,
    [wanted.membersOf],
  );
  const members = rowCount ?? 0;
  await client.query("UPDATE segment SET members = $2 WHERE id = $1", [segmentId, members]);
  await client.query("INSERT INTO segment_count (segment_id, members) VALUES ($1, $2)", [segmentId, members]);
  await recordRevision(client, actor, { segmentId, change: wanted.change });
  await recordAuditSql(client, actor, {
    action: `segment.${wanted.change}`,
    objectType: "segment",
    objectId: segmentId,
    details: { members },
  });
  return { segmentId, members };
}
