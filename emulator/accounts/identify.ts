import { coversScope, knownScopes } from "./scopes.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";

/** Who calls: an account, the scopes, and the owner of the quota (contract 6). */
export interface Caller {
  account: Account;
  credentialId: string;
  quotaOwner: string;
  scopes: "full" | "read-only" | string[];
  revoke(): void;
  dropScope(scope: string): void;
}

export type Identified = { known: Caller } | { known: null; reason: "missing" | "wrong" };

/** Reads the Authorization header: a private key, or an OAuth access token. */
export function identify(world: World, header: string | undefined): Identified {
  const [scheme, secret] = (header ?? "").split(/ +/, 2);
  if (!scheme || !secret) return { known: null, reason: "missing" };
  const known =
    scheme === "Klaviyo-API-Key"
      ? findByKey(world, secret)
      : scheme === "Bearer"
        ? findByToken(world, secret)
        : undefined;
  return known ? { known } : { known: null, reason: "wrong" };
}

function findByKey(world: World, secret: string): Caller | undefined {
  if (!secret.startsWith("pk_")) return undefined;
  for (const account of world.accounts.values()) {
    const key = account.keys.find((each) => each.secret === secret && each.revokedAt === null);
    if (!key) continue;
    return {
      account,
      credentialId: `key:${key.id}`,
      quotaOwner: `${account.id}|keys`,
      scopes: key.scopes,
      revoke: () => void (key.revokedAt = world.clock.now()),
      dropScope: (scope) => {
        key.scopes = withoutScope(key.scopes, scope);
      },
    };
  }
  return undefined;
}

function findByToken(world: World, token: string): Caller | undefined {
  const access = world.oauth.accessTokens.get(token);
  const grant = access ? world.oauth.grants.get(access.grantId) : undefined;
  if (!access || !grant || grant.revokedAt !== null || world.clock.now() >= access.expiresAt)
    return undefined;
  const account = world.accounts.get(grant.accountId);
  if (!account) return undefined;
  return {
    account,
    credentialId: `oauth:${grant.id}`,
    quotaOwner: `${account.id}|${grant.clientId}`,
    scopes: grant.scopes,
    revoke: () => void (grant.revokedAt = world.clock.now()),
    dropScope: (scope) => {
      grant.scopes = grant.scopes.filter((each) => each !== scope);
    },
  };
}

function withoutScope(scopes: Caller["scopes"], scope: string): string[] {
  const written =
    typeof scopes === "string" ? knownScopes.filter((each) => coversScope(scopes, each)) : scopes;
  return written.filter((each) => each !== scope);
}
