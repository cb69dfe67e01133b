import type { Tx } from "@/lib/db";
import { raiseIncident, resolveIncident } from "@/lib/notifications/incidents";

export type AttentionCode = "key_refused" | "tokens_dead" | "scopes_missing" | "export_user_lost";

/**
 * Says of an active connection what is wrong with it. Without consent its status stays, and this comes up when somebody
 * agrees again; drafts have their own words. A lost export user is not talked over: a new key would not mend that.
 */
export async function markAttention(
  tx: Tx,
  connectionId: string,
  attention: { code: AttentionCode; params?: Record<string, string> },
): Promise<void> {
  const data = { attentionCode: attention.code, attentionParams: attention.params ?? {} };
  const where = {
    id: connectionId,
    OR: [{ attentionCode: null }, { attentionCode: { not: "export_user_lost" } }],
  };
  const { count } = await tx.connection.updateMany({
    where: { ...where, status: { in: ["active", "needs_attention"] } },
    data: { ...data, status: "needs_attention" },
  });
  if (count > 0) await tellOfAttention(tx, connectionId, attention.code);
  await tx.connection.updateMany({ where: { ...where, status: "consent_withdrawn" }, data });
}

/** Whoever lets a connection need attention says so in the same transaction. */
export function tellOfAttention(tx: Tx, connectionId: string, code: string): Promise<void> {
  return raiseIncident(tx, { ...incidentOf(connectionId), params: { code } });
}

const incidentOf = (connectionId: string) =>
  ({ kind: "connection_attention", objectType: "connection", objectId: connectionId }) as const;

/** To be called where a user loses the administrator role or is disabled: their connections need somebody else. */
export async function markLostExportUser(tx: Tx, userId: string): Promise<void> {
  await tx.connection.updateMany({
    where: { exportUserId: userId, status: "draft" },
    data: { exportUserId: null, exportUserAt: null },
  });
  const rows = await tx.connection.findMany({ where: { exportUserId: userId }, select: { id: true } });
  for (const { id } of rows) await markAttention(tx, id, { code: "export_user_lost" });
}

interface Attention {
  id: string;
  status: string;
  attentionCode: string | null;
}

/**
 * The change that takes back what a working credential (or a new export user) has mended; nothing where it has not. To be
 * written in `tx`, which tells of it.
 */
export async function mend(tx: Tx, connection: Attention, by: "credential" | "export_user") {
  const isUserLost = connection.attentionCode === "export_user_lost";
  if (connection.status !== "needs_attention" || isUserLost !== (by === "export_user")) return {};
  await resolveIncident(tx, incidentOf(connection.id));
  return { status: "active" as const, attentionCode: null, attentionParams: {} };
}
