import { setTimeout as sleep } from "node:timers/promises";
import { DestinationFailure } from "@/lib/destinations/destination-failure";
import type { Channel } from "@/lib/destinations/types";
import { type Result, accepted, refused } from "@/lib/errors";

// A person waits for this: longer waits are said instead of sat out.
const PATIENCE_MS = 5_000;

/** Asks once more after a short wait the destination itself asked for. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const report = error instanceof DestinationFailure ? error.report : undefined;
    if (report?.kind !== "rate_limited" || report.retryAfterMs > PATIENCE_MS) throw error;
    await sleep(report.retryAfterMs);
    return ask();
  }
}

export interface CheckedAccount {
  accountId: string;
  accountName: string | null;
  accountTimeZone: string | null;
  isTestAccount: boolean | null;
  scopes: { scope: string; state: string }[];
}

/**
 * Reads whose account a channel is for and which scopes it has; writes nothing. Refuses an account other than
 * `lockedTo`, and names missing scopes. Throws DestinationFailure.
 */
export async function checkAccount(
  channel: Channel,
  lockedTo: string | null,
): Promise<Result<CheckedAccount>> {
  const account = await patiently(() => channel.whoAmI());
  if (lockedTo !== null && account.id !== lockedTo)
    return refused("other_account", { account: account.name ?? account.id, expected: lockedTo });
  const scopes = await patiently(() => channel.scopes());
  const missing = scopes.filter(({ state }) => state === "missing").map(({ scope }) => scope);
  if (missing.length > 0) return refused("scopes_missing", { scopes: missing.join(", ") });
  return accepted({
    accountId: account.id,
    accountName: account.name,
    accountTimeZone: account.timezone,
    isTestAccount: account.isTestAccount,
    scopes: scopes.map(({ scope, state }) => ({ scope, state })),
  });
}
