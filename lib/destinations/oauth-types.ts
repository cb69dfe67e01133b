import type { DestinationIo } from "./types";

/** The deployment's own registration at the remote. */
export interface OAuthApp {
  clientId: string;
  clientSecret: string;
}

/** Tokens as they are stored, encrypted. Times are milliseconds since 1970 by Ferry's clock. */
export interface OAuthTokens {
  accessToken: string;
  refreshToken: string;
  expiresAtMs: number;
  scopes: readonly string[];
}

/** A refresh may leave the refresh token or the scopes unsaid (null); then the old ones stay. */
export interface RefreshedTokens {
  accessToken: string;
  refreshToken: string | null;
  expiresAtMs: number;
  scopes: readonly string[] | null;
}

export interface Pkce {
  verifier: string;
  challenge: string;
}

export interface AuthorizeRequest {
  /** The remote's consent page. */
  authorizeAddress: string;
  clientId: string;
  redirectUri: string;
  scopes: readonly string[];
  state: string;
  challenge: string;
}

/** OAuth 2.0 authorization code with PKCE, as one remote speaks it. */
export interface OAuthProtocol {
  newPkce(): Pkce;
  /** The address to send the person's browser to. */
  toAuthorizeUrl(request: AuthorizeRequest): string;
  /** `auth` means that the code is void: start over. A lost answer is `transient`, and the code may be used up. */
  exchangeCode(
    io: DestinationIo,
    exchange: {
      app: OAuthApp;
      code: string;
      verifier: string;
      redirectUri: string;
      requestedScopes: readonly string[];
    },
  ): Promise<OAuthTokens>;
  /** `auth` means that the refresh token is dead: reconnect. `bug` with `invalid_client` means the app's settings. */
  refresh(io: DestinationIo, refresh: { app: OAuthApp; refreshToken: string }): Promise<RefreshedTokens>;
  /** Ends the installation. Revoking what is already dead succeeds. */
  revoke(io: DestinationIo, revocation: { app: OAuthApp; refreshToken: string }): Promise<void>;
}
