import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { hashToken } from "@/lib/auth/tokens";
import { prisma } from "@/lib/db";
import { requireDestination } from "@/lib/destinations/registry";
import type { OAuthTokens } from "@/lib/destinations/oauth-types";
import { destinationSettings } from "@/lib/env";
import { type Refused, type Result, accepted, refused } from "@/lib/errors";
import { checkAccount } from "./check-account";
import { putSecret, unsealFor } from "./connection-secrets";
import { refusalOfFailure } from "./failure-code";
import { lockConnection, readConnection } from "./find-connection";
import { mend } from "./mark-attention";
import { destinationIo } from "./open-channel";
import { revokeTokens } from "./revoke-tokens";
import { oauthRedirectUri } from "./start-oauth";

export interface OauthCallback {
  state: string;
  code?: string;
  error?: string;
}

/** Uses a state up; null when it is unknown, used, too old, or of another session. */
async function takeState(callback: OauthCallback, sessionId: string) {
  const where = { stateHash: hashToken(callback.state), sessionId, expiresAt: { gt: new Date() } };
  const state = await prisma().oauthState.findFirst({ where, include: { connection: true } });
  if (!state) return null;
  const { count } = await prisma().oauthState.deleteMany({ where });
  return count === 1 ? state : null;
}

type Finished = { connectionId: string | null; refusal: Refused | null };

/**
 * The way back from the destination's consent page. Must land on the account the connection is locked to. On success
 * runs use the tokens only and the key is destroyed. Answers which connection to show, and what went wrong.
 */
export async function finishOauth(
  actor: Actor,
  callback: OauthCallback,
  sessionId: string,
): Promise<Finished> {
  requirePermission(actor, "connection:manage");
  const state = await takeState(callback, sessionId);
  if (!state) return { connectionId: null, refusal: refused("oauth_state_invalid") };
  const { connection } = state;
  const end = (result: Result<unknown>): Finished => ({
    connectionId: connection.id,
    refusal: result.ok ? null : result,
  });
  if (callback.error || !callback.code) return end(refused("oauth_denied"));
  const destination = requireDestination(connection.destination);
  const app = destinationSettings(destination.key).oauthApp;
  if (!destination.oauth || !app) return end(refused("oauth_not_set_up"));
  const { consent } = await readConnection(prisma(), actor, connection.id);
  if (!consent) return end(refused("consent_required"));
  try {
    const tokens = await destination.oauth.exchangeCode(destinationIo(destination.key), {
      app,
      code: callback.code,
      verifier: unsealFor(connection.id, "pkce", state.verifierCiphertext),
      redirectUri: oauthRedirectUri(destination.key),
      requestedScopes: destination.scopes,
    });
    const kept = await keepTokens(actor, connection.id, tokens);
    // Access that Ferry will not use is not left standing.
    if (!kept.ok) await revokeTokens(destination.key, tokens.refreshToken);
    return end(kept);
  } catch (error) {
    const refusal = refusalOfFailure(error);
    return end(refusal.code === "key_refused" ? refused("oauth_code_void") : refusal);
  }
}

async function keepTokens(actor: Actor, connectionId: string, tokens: OAuthTokens): Promise<Result<null>> {
  const { accountId, destination } = await prisma().connection.findUniqueOrThrow({
    where: { id: connectionId },
  });
  const credential = { kind: "oauth" as const, accessToken: tokens.accessToken, scopes: tokens.scopes };
  const checked = await checkAccount(
    requireDestination(destination).open(credential, destinationIo(destination)),
    accountId,
  );
  if (!checked.ok) return checked;
  return prisma().$transaction(async (tx) => {
    const connection = await lockConnection(tx, actor, connectionId);
    if (!connection.consent) return refused("consent_required");
    await putSecret(tx, connectionId, "tokens", JSON.stringify(tokens));
    await tx.connectionSecret.deleteMany({ where: { connectionId, purpose: "key" } });
    await tx.connection.update({
      where: { id: connectionId },
      data: {
        ...checked.value,
        checkedAt: new Date(),
        oauthAt: new Date(),
        isOauthPassed: false,
        keyLastFour: null,
        ...(await mend(tx, connection, "credential")),
      },
    });
    await recordAudit(tx, actor, {
      action: "connection.authenticate",
      objectType: "connection",
      objectId: connectionId,
    });
    return accepted(null);
  });
}
