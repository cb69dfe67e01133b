import { recordAuditSql } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction } from "@/lib/db";
import { NotFound, type Result, accepted, refused } from "@/lib/errors";
import { firstNames } from "@/lib/exports/first-names";
import { findUsage } from "./find-usage";
import { holdReferences } from "./references";

/**
 * Removes segments with their membership, all or none; the people stay. Refuses while an export or the rules of
 * another segment use one of them.
 */
export async function removeSegments(actor: Actor, input: { segmentIds: string[] }): Promise<Result<null>> {
  requirePermission(actor, "segment:write");
  const ids = [...new Set(input.segmentIds)];
  return inSqlTransaction(async (client) => {
    await holdReferences(client);
    // An export that is saved meanwhile waits for this lock, and then finds no segment.
    const { rows } = await client.query<{ id: string }>(
      "SELECT id FROM segment WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE",
      [ids],
    );
    const missing = ids.find((id) => !rows.some((row) => row.id === id.toLowerCase()));
    if (missing) throw new NotFound("segment", missing);
    const { exports, segments } = await findUsage(ids, client);
    if (exports.length > 0) return refused("segment_in_use", { exports: firstNames(exports) });
    if (segments.length > 0) return refused("segment_in_rules", { segments: firstNames(segments) });
    await client.query("DELETE FROM segment WHERE id = ANY ($1::uuid[])", [ids]);
    for (const objectId of ids)
      await recordAuditSql(client, actor, { action: "segment.remove", objectType: "segment", objectId });
    return accepted(null);
  });
}
