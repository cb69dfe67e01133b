import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { readSecret, tokensSchema } from "./connection-secrets";
import { lockConnection } from "./find-connection";
import { revokeTokens } from "./revoke-tokens";

/** Removes a connection: its secrets are destroyed and its access revoked at the destination; its history stays. */
export async function removeConnection(actor: Actor, input: { connectionId: string }): Promise<Result<null>> {
  const removed = await prisma().$transaction(async (tx) => {
    const connection = await lockConnection(tx, actor, input.connectionId);
    const tokens = await readSecret(tx, connection.id, "tokens");
    await tx.connectionSecret.deleteMany({ where: { connectionId: connection.id } });
    await tx.oauthState.deleteMany({ where: { connectionId: connection.id } });
    await tx.connection.update({
      where: { id: connection.id },
      data: { status: "removed", removedAt: new Date(), nameKey: null, keyLastFour: null },
    });
    await recordAudit(tx, actor, {
      action: "connection.remove",
      objectType: "connection",
      objectId: connection.id,
    });
    return { destination: connection.destination, tokens };
  });
  if (removed.tokens) {
    const { refreshToken } = tokensSchema.parse(JSON.parse(removed.tokens));
    await revokeTokens(removed.destination, refreshToken);
  }
  return accepted(null);
}
