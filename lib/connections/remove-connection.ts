import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { type Tx, prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { detachRows } from "@/lib/exports/detach-exports";
import { firstNames } from "@/lib/exports/first-names";
import { removeRows } from "@/lib/exports/remove-exports";
import { forgetIncidents } from "@/lib/notifications/incidents";
import { stopRunsOf } from "@/lib/runs/stop-runs-of";
import { readSecret, tokensSchema } from "./connection-secrets";
import { lockConnection } from "./find-connection";
import { revokeTokens } from "./revoke-tokens";
import type { RemoveConnectionInput } from "./schema";

/** The exports on a connection that is locked, by what was chosen for them; refuses where one was not named. */
async function decideExports(tx: Tx, { connectionId, exports = [] }: RemoveConnectionInput) {
  await tx.$queryRaw`
    SELECT 1 FROM export WHERE connection_id = ${connectionId}::uuid AND removed_at IS NULL ORDER BY id FOR UPDATE`;
  const rows = await tx.export.findMany({
    where: { connectionId, removedAt: null },
    orderBy: { name: "asc" },
    select: { id: true, name: true, connectionId: true },
  });
  const choices = new Map(exports.map(({ exportId, choice }) => [exportId, choice]));
  const undecided = rows.filter(({ id }) => !choices.has(id));
  if (undecided.length > 0)
    return refused("exports_undecided", { count: undecided.length, exports: firstNames(undecided) });
  const chosen = (choice: "remove" | "detach") => rows.filter(({ id }) => choices.get(id) === choice);
  return accepted({ toRemove: chosen("remove"), toDetach: chosen("detach") });
}

/**
 * Removes a connection: its secrets are destroyed and its access revoked at the destination; its history stays. Each of
 * its exports is removed or detached, as it was chosen, and whatever runs through it is asked to stop.
 */
export async function removeConnection(actor: Actor, input: RemoveConnectionInput): Promise<Result<null>> {
  const removed = await prisma().$transaction(async (tx) => {
    const connection = await lockConnection(tx, actor, input.connectionId);
    const decided = await decideExports(tx, input);
    if (!decided.ok) return decided;
    const { toRemove, toDetach } = decided.value;
    await removeRows(tx, actor, toRemove);
    await detachRows(tx, actor, toDetach);
    await stopRunsOf(tx, actor, { connectionId: connection.id });
    const tokens = await readSecret(tx, connection.id, "tokens");
    await tx.connectionSecret.deleteMany({ where: { connectionId: connection.id } });
    await tx.oauthState.deleteMany({ where: { connectionId: connection.id } });
    await tx.connection.update({
      where: { id: connection.id },
      data: { status: "removed", removedAt: new Date(), nameKey: null, keyLastFour: null },
    });
    await forgetIncidents(tx, { objectType: "connection", objectIds: [connection.id] });
    await recordAudit(tx, actor, {
      action: "connection.remove",
      objectType: "connection",
      objectId: connection.id,
      details: { removedExports: toRemove.length, detachedExports: toDetach.length },
    });
    return accepted({ destination: connection.destination, tokens });
  });
  if (!removed.ok) return removed;
  const { destination, tokens } = removed.value;
  if (tokens) await revokeTokens(destination, tokensSchema.parse(JSON.parse(tokens)).refreshToken);
  return accepted(null);
}
