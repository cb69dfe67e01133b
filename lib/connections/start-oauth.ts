import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { hashToken, newToken } from "@/lib/auth/tokens";
import { prisma } from "@/lib/db";
import { requireDestination } from "@/lib/destinations/registry";
import { destinationSettings, publicUrl } from "@/lib/env";
import { type Result, accepted, refused } from "@/lib/errors";
import { sealFor } from "./connection-secrets";
import { lockConnection } from "./find-connection";
import { isStepOpen } from "./steps";

const STATE_MINUTES = 10;

/** Where the destination sends the browser back to; must be registered there exactly so. */
export function oauthRedirectUri(destination: string): string {
  return `${publicUrl()}/api/oauth/${destination}/callback`;
}

/**
 * Step 6. The address of the destination's own consent page. The state is single use, good for ten minutes, and
 * bound to this session and connection; of state and verifier only a hash and a ciphertext are stored.
 */
export async function startOauth(
  actor: Actor,
  input: { connectionId: string },
  sessionId: string,
): Promise<Result<{ address: string }>> {
  return prisma().$transaction(async (tx) => {
    const connection = await lockConnection(tx, actor, input.connectionId);
    const { key, oauth, scopes } = requireDestination(connection.destination);
    const { oauthApp: app, authorizeUrl } = destinationSettings(key);
    if (!oauth || !app) return refused("oauth_not_set_up");
    if (!isStepOpen(connection.progress, "oauth")) return refused("step_closed");
    const state = newToken();
    const { verifier, challenge } = oauth.newPkce();
    await tx.oauthState.create({
      data: {
        stateHash: hashToken(state),
        connectionId: connection.id,
        sessionId,
        verifierCiphertext: sealFor(connection.id, "pkce", verifier),
        expiresAt: new Date(Date.now() + STATE_MINUTES * 60_000),
      },
    });
    await recordAudit(tx, actor, {
      action: "connection.start_oauth",
      objectType: "connection",
      objectId: connection.id,
    });
    const address = oauth.toAuthorizeUrl({
      authorizeAddress: authorizeUrl,
      clientId: app.clientId,
      redirectUri: oauthRedirectUri(key),
      scopes,
      state,
      challenge,
    });
    return accepted({ address });
  });
}

/** Passes step 6 where the deployment has no OAuth app: the key is then the credential. */
export async function passOauth(actor: Actor, input: { connectionId: string }): Promise<Result<null>> {
  return prisma().$transaction(async (tx) => {
    const connection = await lockConnection(tx, actor, input.connectionId);
    if (destinationSettings(connection.destination).oauthApp) return refused("oauth_set_up");
    if (!isStepOpen(connection.progress, "oauth")) return refused("step_closed");
    await tx.connection.update({ where: { id: connection.id }, data: { isOauthPassed: true } });
    await recordAudit(tx, actor, {
      action: "connection.pass_oauth",
      objectType: "connection",
      objectId: connection.id,
    });
    return accepted(null);
  });
}
