import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool } from "@/lib/db";

/** Points of the line in the list. */
const SPARK_POINTS = 20;
/** Refreshes the chart shows. */
const CHART_POINTS = 60;

/** How many members each segment had after its last refreshes, oldest first, by segment. */
export async function listTrends(actor: Actor): Promise<Map<string, number[]>> {
  requirePermission(actor, "segment:read");
  const { rows } = await pool().query<{ id: string; members: number[] }>(
    `SELECT s.id, ARRAY(SELECT last.members FROM (
         SELECT at, members FROM segment_count c WHERE c.segment_id = s.id ORDER BY at DESC LIMIT $1) last
       ORDER BY last.at) AS members
     FROM segment s`,
    [SPARK_POINTS],
  );
  return new Map(rows.map(({ id, members }) => [id, members]));
}

/** The same of one segment, with the times. */
export async function getTrend(actor: Actor, input: { segmentId: string }) {
  requirePermission(actor, "segment:read");
  const { rows } = await pool().query<{ at: Date; members: number }>(
    `SELECT at, members FROM (
       SELECT at, members FROM segment_count WHERE segment_id = $1 ORDER BY at DESC LIMIT $2) last
     ORDER BY at`,
    [input.segmentId, CHART_POINTS],
  );
  return rows.map(({ at, members }) => ({ at: at.toISOString(), members }));
}
export type TrendPoint = Awaited<ReturnType<typeof getTrend>>[number];
