import { z } from "zod";
import { recordAuditSql } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { requestUnification } from "@/lib/profiles/unification";

export const orderSourcesSchema = z.object({ sourceIds: z.array(z.uuid()).min(1).max(10_000) });
export type OrderSourcesInput = z.infer<typeof orderSourcesSchema>;

/**
 * Asks for the sources to count in this order where they differ, the first before all others. A worker unifies the
 * profiles it concerns; until then the order before it stands.
 */
export async function orderSources(actor: Actor, { sourceIds }: OrderSourcesInput): Promise<Result<null>> {
  requirePermission(actor, "source:write");
  return inSqlTransaction(async (client) => {
    const { rows } = await client.query<{ id: string }>("SELECT id FROM source");
    const isComplete = rows.length === sourceIds.length && rows.every(({ id }) => sourceIds.includes(id));
    // Somebody added or removed one meanwhile: the order would not be the one that was seen.
    if (!isComplete) return refused("sources_changed");
    await requestUnification(client, { sourceOrder: sourceIds });
    await recordAuditSql(client, actor, {
      action: "source.order",
      objectType: "source",
      details: { sources: sourceIds.length, first: sourceIds[0] ?? "" },
    });
    return accepted(null);
  });
}
