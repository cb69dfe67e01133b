import { recordAuditSql } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { requestUnification } from "./unification";

/** Asks once more for what could not be done: the order and the profiles that were asked for stay the same. */
export async function retryUnification(actor: Actor): Promise<Result<null>> {
  requirePermission(actor, "source:write");
  return inSqlTransaction(async (client) => {
    const { rowCount } = await client.query("SELECT FROM unification WHERE status = 'failed' FOR UPDATE");
    // Somebody else was quicker.
    if (!rowCount) return accepted(null);
    await requestUnification(client, {});
    await recordAuditSql(client, actor, { action: "profiles.unify", objectType: "profile" });
    return accepted(null);
  });
}
