import { expect, it, vi } from "vitest";
import { DestinationFailure } from "./destination-failure";
import type { OAuthTokens } from "./oauth-types";
import {
  REFRESH_AHEAD_MS,
  refreshSingleFlight,
  type SingleFlight,
  type TokenStore,
} from "./refresh-single-flight";

const start = 1_000_000_000;
const tokens = (change: Partial<OAuthTokens> = {}): OAuthTokens => ({
  accessToken: "access-1",
  refreshToken: "refresh-1",
  expiresAtMs: start - 1,
  scopes: ["accounts:read"],
  ...change,
});
const renewed = { accessToken: "access-2", refreshToken: null, expiresAtMs: start + 3_600_000, scopes: null };

/** A store shared by all "processes" of a test, with one lock. */
function openStore(first: OAuthTokens | null) {
  const state = { tokens: first, isLocked: false, saves: 0 };
  const store: TokenStore = {
    load: async () => state.tokens,
    async tryLock() {
      if (state.isLocked) return null;
      state.isLocked = true;
      return async () => void (state.isLocked = false);
    },
    async save(next) {
      state.saves++;
      state.tokens = next;
    },
  };
  return { state, store };
}

function openFlight(change: Partial<SingleFlight> = {}): SingleFlight {
  let now = start;
  return {
    refresh: vi.fn(async () => renewed),
    clock: () => now,
    async sleep(ms) {
      now += ms;
      await new Promise(setImmediate);
    },
    ...change,
  };
}

it("hands out what is still good without asking", async () => {
  const { store } = openStore(tokens({ expiresAtMs: start + REFRESH_AHEAD_MS + 1 }));
  const flight = openFlight();
  expect((await refreshSingleFlight(store, flight)).accessToken).toBe("access-1");
  expect(flight.refresh).not.toHaveBeenCalled();
});

it("makes one refresh of twenty callers, and keeps the refresh token and scopes that were not named", async () => {
  const { state, store } = openStore(tokens());
  const refresh = vi.fn(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return renewed;
  });
  const flights = Array.from({ length: 20 }, () =>
    openFlight({ refresh, sleep: () => new Promise((go) => setTimeout(go, 5)) }),
  );
  const all = await Promise.all(flights.map((flight) => refreshSingleFlight(store, flight)));
  expect(refresh).toHaveBeenCalledTimes(1);
  expect(new Set(all.map((each) => each.accessToken))).toEqual(new Set(["access-2"]));
  expect(state.tokens).toEqual({ ...renewed, refreshToken: "refresh-1", scopes: ["accounts:read"] });
  expect(state.isLocked).toBe(false);
});

it("does not wait for a refresh that somebody makes ahead of time", async () => {
  const { state, store } = openStore(tokens({ expiresAtMs: start + 60_000 }));
  state.isLocked = true;
  expect((await refreshSingleFlight(store, openFlight())).accessToken).toBe("access-1");
});

it("refreshes a token that was refused before its time, once for all who met it", async () => {
  const { state, store } = openStore(tokens({ expiresAtMs: start + 3_000_000 }));
  const flight = openFlight({ refused: "access-1" });
  expect((await refreshSingleFlight(store, flight)).accessToken).toBe("access-2");
  expect((await refreshSingleFlight(store, flight)).accessToken).toBe("access-2");
  expect(state.saves).toBe(1);
});

it("after a crash between the reply and saving it, simply refreshes again (F22)", async () => {
  const { state, store } = openStore(tokens());
  const crashed = { ...store, save: () => Promise.reject(new Error("the process died here")) };
  await expect(refreshSingleFlight(crashed, openFlight())).rejects.toThrow("died here");
  expect(state.isLocked).toBe(false);
  const again = openFlight();
  expect((await refreshSingleFlight(store, again)).accessToken).toBe("access-2");
  expect(again.refresh).toHaveBeenCalledWith("refresh-1");
});

it("passes a dead refresh token on as it is, and gives the lock back", async () => {
  const { state, store } = openStore(tokens());
  const circumstances = { sentence: "dead", rateClass: "", status: 400, requestId: null, pointer: null };
  const dead = new DestinationFailure({ kind: "auth", code: "invalid_grant", ...circumstances });
  const flight = openFlight({ refresh: vi.fn(() => Promise.reject(dead)) });
  await expect(refreshSingleFlight(store, flight)).rejects.toBe(dead);
  expect(flight.refresh).toHaveBeenCalledTimes(1);
  expect(state.isLocked).toBe(false);
});

it("goes on with what still lives when the refresh cannot be made now", async () => {
  const circumstances = {
    sentence: "down",
    rateClass: "",
    status: 502,
    code: "",
    requestId: null,
    pointer: null,
  };
  const down = new DestinationFailure({ kind: "transient", retryAfterMs: null, ...circumstances });
  const refresh = vi.fn(() => Promise.reject(down));
  const living = openStore(tokens({ expiresAtMs: start + 60_000 }));
  expect((await refreshSingleFlight(living.store, openFlight({ refresh }))).accessToken).toBe("access-1");
  await expect(refreshSingleFlight(living.store, openFlight({ refresh, refused: "access-1" }))).rejects.toBe(
    down,
  );
  const dead = openStore(tokens());
  await expect(refreshSingleFlight(dead.store, openFlight({ refresh }))).rejects.toBe(down);
  expect([living.state.isLocked, dead.state.isLocked]).toEqual([false, false]);
});

it("gives up on a holder that never finishes", async () => {
  const { state, store } = openStore(tokens());
  state.isLocked = true;
  await expect(refreshSingleFlight(store, openFlight())).rejects.toMatchObject({ kind: "transient" });
});

it("says that there is nothing to refresh", async () => {
  const { store } = openStore(null);
  await expect(refreshSingleFlight(store, openFlight())).rejects.toMatchObject({ kind: "auth" });
});
