import { inSqlTransaction, prisma } from "@/lib/db";
import { listFields, typesOf } from "@/lib/profiles/fields";
import { UncompilableSegment, type CompiledSegment, compileSegment } from "./compile";
import { segmentDefinitionSchema } from "./definition";

async function compileStored(definition: unknown): Promise<CompiledSegment> {
  const fields = await listFields({ kind: "system", job: "segment.refresh" });
  return compileSegment(typesOf(fields), segmentDefinitionSchema.parse(definition), 2);
}

/** Members that no longer fit go, new ones come, the others keep their rows; all by SQL in one transaction. */
async function replaceMembers(
  segmentId: string,
  revision: number,
  { sql, params }: CompiledSegment,
): Promise<void> {
  await inSqlTransaction(async (client) => {
    await client.query("SELECT 1 FROM segment WHERE id = $1 FOR UPDATE", [segmentId]);
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
  });
}

class StaleRevision extends Error {}

/** Computes a segment's members anew. A segment whose rules no longer fit the fields is marked failed, by name. */
export async function refreshSegment(segmentId: string): Promise<void> {
  const segment = await prisma().segment.findUnique({ where: { id: segmentId } });
  if (!segment) return;
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
