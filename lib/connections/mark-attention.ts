import type { Tx } from "@/lib/db";

export type AttentionCode = "key_refused" | "tokens_dead" | "scopes_missing" | "export_user_lost";

/** Says of an active connection what is wrong with it; drafts and withdrawn ones have their own words. */
export async function markAttention(
  tx: Tx,
  connectionId: string,
  attention: { code: AttentionCode; params?: Record<string, string> },
): Promise<void> {
  await tx.connection.updateMany({
    where: { id: connectionId, status: { in: ["active", "needs_attention"] } },
    data: {
      status: "needs_attention",
      attentionCode: attention.code,
      attentionParams: attention.params ?? {},
    },
  });
}

/** To be called where a user loses the administrator role or is disabled: their connections need somebody else. */
export async function markLostExportUser(tx: Tx, userId: string): Promise<void> {
  await tx.connection.updateMany({
    where: { exportUserId: userId, status: "draft" },
    data: { exportUserId: null, exportUserAt: null },
  });
  const rows = await tx.connection.findMany({ where: { exportUserId: userId }, select: { id: true } });
  for (const { id } of rows) await markAttention(tx, id, { code: "export_user_lost" });
}
