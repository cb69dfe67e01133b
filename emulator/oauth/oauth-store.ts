/** An app registered at Klaviyo: its redirect addresses must match to the letter (contract 8). */
export interface OAuthApp {
  clientId: string;
  clientSecret: string;
  name: string;
  redirectUris: string[];
  scopes: string[];
}

export interface AuthorizationCode {
  code: string;
  clientId: string;
  accountId: string;
  redirectUri: string;
  scopes: string[];
  challenge: string;
  expiresAt: number;
  usedByGrant: string | null;
}

/** One installation: an app, an account, the scopes that were allowed. */
export interface Grant {
  id: string;
  clientId: string;
  accountId: string;
  scopes: string[];
  refreshToken: string;
  lastUsedAt: number;
  revokedAt: number | null;
}

export interface AccessToken {
  token: string;
  grantId: string;
  expiresAt: number;
}

export interface OAuthStore {
  apps: Map<string, OAuthApp>;
  codes: Map<string, AuthorizationCode>;
  grants: Map<string, Grant>;
  accessTokens: Map<string, AccessToken>;
}

export const accessTokenLifeMs = 3_600_000;
export const refreshTokenIdleMs = 90 * 86_400_000;

/** No apps, no grants. */
export function newOAuthStore(): OAuthStore {
  return { apps: new Map(), codes: new Map(), grants: new Map(), accessTokens: new Map() };
}
