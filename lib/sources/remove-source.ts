import type { PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction, prisma } from "@/lib/db";
import { NotFound, type Result, accepted } from "@/lib/errors";
import { forgetIncidents } from "@/lib/notifications/incidents";
import { lockProfiles, unifyProfiles } from "@/lib/profiles/unify-profiles";
import { inviteAllRefreshes } from "@/lib/segments/refresh-all-segments";

/** Removes sources with their waiting files and what they said about people; profiles no other source knows go with them. */
export async function removeSources(client: PoolClient, sourceIds: string[]): Promise<void> {
  await lockProfiles(client);
  // A utility statement takes no parameters, so the table is made first and filled by one that does.
  await client.query("CREATE TEMP TABLE removed_keys (key text) ON COMMIT DROP");
  await client.query(
    "INSERT INTO removed_keys SELECT DISTINCT key FROM source_record WHERE source_id = ANY($1::uuid[])",
    [sourceIds],
  );
  await client.query("DELETE FROM source_record WHERE source_id = ANY($1::uuid[])", [sourceIds]);
  await unifyProfiles(client, "removed_keys");
  await client.query(
    "DELETE FROM upload u USING import i WHERE i.upload_id = u.id AND i.source_id = ANY($1::uuid[])",
    [sourceIds],
  );
  await client.query("DELETE FROM source WHERE id = ANY($1::uuid[])", [sourceIds]);
  await forgetIncidents(client, { objectType: "source", objectIds: sourceIds });
}

/** Removes one source. Imports under way find it gone and stop. */
export async function removeSource(actor: Actor, input: { sourceId: string }): Promise<Result<null>> {
  requirePermission(actor, "source:write");
  const source = await prisma().source.findUnique({ where: { id: input.sourceId } });
  if (!source) throw new NotFound("source", input.sourceId);
  // Only administrators could set it up again.
  if (source.kind === "postgresql") requirePermission(actor, "source:connect");
  await inSqlTransaction(async (client) => {
    await removeSources(client, [source.id]);
    await recordAuditSql(client, actor, {
      action: "source.remove",
      objectType: "source",
      objectId: source.id,
    });
    await inviteAllRefreshes(client);
  });
  return accepted(null);
}
