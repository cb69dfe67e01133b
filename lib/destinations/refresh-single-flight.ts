import { DestinationFailure } from "./destination-failure";
import type { OAuthTokens, RefreshedTokens } from "./oauth-types";

/** Where one connection's tokens are kept, shared by all processes. */
export interface TokenStore {
  /** Null once the connection has none. */
  load(): Promise<OAuthTokens | null>;
  /**
   * The right to refresh, or null while somebody else has it. Resolves to the function that gives it back. It must
   * end by itself when its holder dies (an advisory lock of a session, or a lease).
   */
  tryLock(): Promise<(() => Promise<void>) | null>;
  save(tokens: OAuthTokens): Promise<void>;
}

export interface SingleFlight {
  refresh(refreshToken: string): Promise<RefreshedTokens>;
  clock(): number;
  sleep(ms: number): Promise<void>;
  /** An access token that the remote refused although it should still live: it is not handed out again. */
  refused?: string;
}

/** Refresh ahead of the end (contract 8). */
export const REFRESH_AHEAD_MS = 5 * 60_000;
const LOOK_AGAIN_MS = 200;
/** Longer than a refresh with its deadlines can take. */
const WAIT_MS = 90_000;

/**
 * A usable set of tokens; however many processes ask at once, one refreshes and the others take what it saved.
 *
 * A crash between the remote's reply and `save` loses that reply. The refresh token that is still stored keeps
 * working at Klaviyo (contract 8), so the next caller simply refreshes again; had the remote rotated it, the next
 * refresh ends as `auth`, which means "reconnect". Neither loops.
 *
 * Throws DestinationFailure: `auth` where only reconnecting helps, `transient` where the refresh or the wait failed.
 */
export async function refreshSingleFlight(store: TokenStore, flight: SingleFlight): Promise<OAuthTokens> {
  const giveUpAt = flight.clock() + WAIT_MS;
  for (;;) {
    const tokens = await loadTokens(store);
    if (isFresh(tokens, flight, REFRESH_AHEAD_MS)) return tokens;
    const unlock = await store.tryLock();
    if (unlock) {
      try {
        return await refreshLocked(store, flight);
      } finally {
        await unlock();
      }
    }
    // Somebody is refreshing ahead of time; what we have still works.
    if (isFresh(tokens, flight, LOOK_AGAIN_MS)) return tokens;
    if (flight.clock() >= giveUpAt)
      throw refreshFailure("transient", "refresh_busy", "Another process did not finish.");
    await flight.sleep(LOOK_AGAIN_MS);
  }
}

async function refreshLocked(store: TokenStore, flight: SingleFlight): Promise<OAuthTokens> {
  const tokens = await loadTokens(store);
  // The holder before us may have saved between our look and our lock.
  if (isFresh(tokens, flight, REFRESH_AHEAD_MS)) return tokens;
  const refreshed = await flight.refresh(tokens.refreshToken).catch((error: unknown) => {
    const isVerdict =
      error instanceof DestinationFailure && error.kind !== "transient" && error.kind !== "rate_limited";
    if (!isVerdict && isFresh(tokens, flight, LOOK_AGAIN_MS)) return null;
    throw error;
  });
  // Klaviyo could not be asked, or not yet, and there are minutes left: the next caller tries again.
  if (!refreshed) return tokens;
  const renewed = {
    ...refreshed,
    refreshToken: refreshed.refreshToken ?? tokens.refreshToken,
    scopes: refreshed.scopes ?? tokens.scopes,
  };
  await store.save(renewed);
  return renewed;
}

async function loadTokens(store: TokenStore): Promise<OAuthTokens> {
  const tokens = await store.load();
  if (!tokens) throw refreshFailure("auth", "no_tokens", "The connection has no tokens.");
  return tokens;
}

function isFresh(tokens: OAuthTokens, flight: SingleFlight, marginMs: number): boolean {
  return tokens.accessToken !== flight.refused && tokens.expiresAtMs - flight.clock() > marginMs;
}

function refreshFailure(kind: "auth" | "transient", code: string, sentence: string): DestinationFailure {
  const circumstances = { sentence, rateClass: "", status: null, code, requestId: null, pointer: null };
  return new DestinationFailure(
    kind === "auth" ? { kind, ...circumstances } : { kind, ...circumstances, retryAfterMs: null },
  );
}
