import type { PoolClient } from "pg";
import { inSqlTransaction, prisma } from "@/lib/db";
import { listFields, typesOf } from "@/lib/profiles/fields";
import { UncompilableSegment, type CompiledSegment, compileSegment } from "./compile";
import { segmentDefinitionSchema } from "./definition";

async function compileStored(definition: unknown): Promise<CompiledSegment> {
  const fields = await listFields({ kind: "system", job: "segment.refresh" });
  return compileSegment(typesOf(fields), segmentDefinitionSchema.parse(definition), 2);
}

/** For the trend. */
async function noteCount(client: PoolClient, segmentId: string): Promise<void> {
  await client.query(
    `INSERT INTO segment_count (segment_id, at, members) SELECT id, now(), members FROM segment WHERE id = $1
     ON CONFLICT (segment_id, at) DO UPDATE SET members = excluded.members`,
    [segmentId],
  );
}

/** Members that no longer fit go, new ones come, the others keep their rows; all by SQL in one transaction. */
async function replaceMembers(
  segmentId: string,
  revision: number,
  { sql, params }: CompiledSegment,
): Promise<void> {
  await inSqlTransaction(async (client) => {
    // Of two refreshes at once the second waits here; who changes the segment only waits for the last statement.
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`segment ${segmentId}`]);
    await client.query(
      `DELETE FROM segment_member m WHERE m.segment_id = $1
         AND NOT EXISTS (SELECT 1 FROM profile p WHERE p.id = m.profile_id AND ${sql})`,
      [segmentId, ...params],
    );
    await client.query(
      `INSERT INTO segment_member (segment_id, profile_id)
       SELECT $1, p.id FROM profile p WHERE ${sql} ON CONFLICT DO NOTHING`,
      [segmentId, ...params],
    );
    const { rowCount } = await client.query(
      `UPDATE segment SET refresh_status = 'ready', refreshed_at = now(), problem_code = NULL,
         members = (SELECT count(*) FROM segment_member WHERE segment_id = $1)
       WHERE id = $1 AND revision = $2`,
      [segmentId, revision],
    );
    // Edited meanwhile: the edit has its own refresh on the way, and this result is of rules nobody sees.
    if (rowCount === 0) throw new StaleRevision();
    await noteCount(client, segmentId);
  });
}

class StaleRevision extends Error {}

/** A static segment's members stay; those who are no customers any more are not counted. */
async function countAgain(segmentId: string): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE segment SET refresh_status = 'ready', problem_code = NULL,
         members = (SELECT count(*) FROM segment_member WHERE segment_id = $1)
       WHERE id = $1 AND kind = 'static'`,
      [segmentId],
    );
    if (rowCount === 1) await noteCount(client, segmentId);
  });
}

/**
 * Computes a segment's members anew; those of a static one are only counted, and an inactive one is left alone. A
 * segment whose rules no longer fit the fields is marked failed, by name.
 */
export async function refreshSegment(segmentId: string): Promise<void> {
  const segment = await prisma().segment.findUnique({ where: { id: segmentId } });
  if (!segment?.isActive) return;
  if (segment.kind === "static") return countAgain(segmentId);
  const { revision } = segment;
  await prisma().segment.updateMany({
    where: { id: segmentId, revision },
    data: { refreshStatus: "refreshing" },
  });
  try {
    await replaceMembers(segmentId, revision, await compileStored(segment.definition));
  } catch (error) {
    if (error instanceof StaleRevision) return;
    const problem = error instanceof UncompilableSegment ? Object.values(error.problems)[0] : undefined;
    await prisma().segment.updateMany({
      where: { id: segmentId, revision },
      data: {
        refreshStatus: "failed",
        problemCode: problem?.code ?? "refresh_failed",
        problemParams: problem?.params ?? {},
      },
    });
    if (!problem) throw error;
  }
}
