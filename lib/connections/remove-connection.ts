import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { requireDestination } from "@/lib/destinations/registry";
import { destinationSettings } from "@/lib/env";
import { type Result, accepted } from "@/lib/errors";
import { logger } from "@/lib/logger";
import { readSecret, tokensSchema } from "./connection-secrets";
import { lockConnection } from "./find-connection";
import { destinationIo } from "./open-channel";

/** Ends the installation at the destination. What is removed here stays removed, whatever the answer. */
async function revokeTokens(destination: string, tokens: string): Promise<void> {
  const { oauth } = requireDestination(destination);
  const app = destinationSettings(destination).oauthApp;
  if (!oauth || !app) return;
  const { refreshToken } = tokensSchema.parse(JSON.parse(tokens));
  await oauth
    .revoke(destinationIo(destination, AbortSignal.timeout(15_000)), { app, refreshToken })
    .catch((error: Error) => {
      logger.warn({ err: error }, "a removed connection's access could not be revoked");
    });
}

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
  if (removed.tokens) await revokeTokens(removed.destination, removed.tokens);
  return accepted(null);
}
