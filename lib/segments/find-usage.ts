import type { PoolClient } from "pg";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool } from "@/lib/db";
import { accepted } from "@/lib/errors";

export interface Used {
  id: string;
  name: string;
}

/** What uses segments: exports that send or exclude them, and other segments whose rules name them. */
export async function findUsage(
  segmentIds: readonly string[],
  client: Pick<PoolClient, "query"> = pool(),
): Promise<{ exports: Used[]; segments: Used[] }> {
  const exports = await client.query<Used>(
    `SELECT id, name FROM export WHERE id IN (SELECT export_id FROM export_segment WHERE segment_id = ANY ($1::uuid[]))
     ORDER BY name, id`,
    [segmentIds],
  );
  // Wherever in the rules a segment's id stands as a value, they name that segment.
  const segments = await client.query<Used>(
    `SELECT s.id, s.name FROM segment s WHERE s.id <> ALL ($1::uuid[]) AND EXISTS (
       SELECT 1 FROM unnest($1::uuid[]) one
       WHERE jsonb_path_exists(s.definition, '$.** ? (@ == $id)', jsonb_build_object('id', one)))
     ORDER BY s.name`,
    [segmentIds],
  );
  return { exports: exports.rows, segments: segments.rows };
}

/** The same for a person who looks. */
export async function listUsage(actor: Actor, input: { segmentIds: string[] }) {
  requirePermission(actor, "segment:read");
  return findUsage(input.segmentIds);
}

/** The same as an action's answer. */
export async function findSegmentUsage(actor: Actor, input: { segmentIds: string[] }) {
  return accepted(await listUsage(actor, input));
}
