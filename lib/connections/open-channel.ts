import { setTimeout as sleep } from "node:timers/promises";
import { pool, prisma } from "@/lib/db";
import { DestinationFailure } from "@/lib/destinations/destination-failure";
import { openAgent } from "@/lib/destinations/open-agent";
import { deadlinesFor, longestRequestMs } from "@/lib/destinations/open-deadline";
import { refreshSingleFlight } from "@/lib/destinations/refresh-single-flight";
import { requireDestination } from "@/lib/destinations/registry";
import type { Channel, Credential, Deadlines, Destination, DestinationIo } from "@/lib/destinations/types";
import { destinationSettings } from "@/lib/env";
import { type Quota, bucketName, limitRequests } from "@/lib/limiter/limit-requests";
import { blockBucket } from "@/lib/limiter/slots";
import { CredentialGone, OauthAppMissing } from "./failure-code";
import { putSecret, readSecret, tokensSchema } from "./connection-secrets";

const kept = globalThis as { ferryAgent?: ReturnType<typeof openAgent> };

type Hooks = Pick<DestinationIo, "onRequest" | "fence" | "onAnswer" | "onEnd">;

function deadlinesOf(destination: string): Deadlines {
  return deadlinesFor(destinationSettings(destination).answerSeconds);
}

/** The world a destination works in, from this process. */
export function destinationIo(destination: string, signal?: AbortSignal, hooks: Hooks = {}): DestinationIo {
  return {
    address: destinationSettings(destination).apiUrl,
    dispatcher: (kept.ferryAgent ??= openAgent()),
    clock: Date.now,
    random: Math.random,
    deadlines: deadlinesOf(destination),
    signal,
    ...hooks,
  };
}

// A person waits for this: longer waits are said instead of sat out.
const PATIENCE_MS = 5_000;

interface Opened {
  id: string;
  destination: string;
  oauthAt: Date | null;
  accountId: string | null;
  reservePercent: number;
}

/** Whose quota a connection's requests count against. Before the account is known, its own. */
export function quotaOf(connection: Opened): Quota {
  const destination = requireDestination(connection.destination);
  const payer = connection.oauthAt ? destinationSettings(destination.key).oauthApp?.clientId : "keys";
  const owner = `${destination.key} ${connection.accountId ?? connection.id} ${payer ?? "keys"}`;
  const requestMs = longestRequestMs(deadlinesOf(destination.key));
  return { destination, owner, reservePercent: connection.reservePercent, requestMs };
}

// Who holds a lock keeps one connection of the pool's four and needs a second one to save, so not all may hold one.
const MOST_LOCKS = 2;
let locks = 0;

/** A lock of a session: it ends by itself when its holder dies. */
async function tryLockTokens(connectionId: string): Promise<(() => Promise<void>) | null> {
  if (locks >= MOST_LOCKS) return null;
  locks++;
  const client = await pool()
    .connect()
    .catch((error: Error) => {
      locks--;
      throw error;
    });
  const giveBack = (error?: Error) => {
    locks--;
    // A broken connection is closed, and the lock with it.
    client.release(error);
  };
  const ask = async (call: string) => {
    const sql = `SELECT ${call}(hashtextextended($1, 0)) AS got`;
    const { rows } = await client
      .query<{ got: boolean }>(sql, [`tokens:${connectionId}`])
      .catch((error: Error) => {
        giveBack(error);
        throw error;
      });
    return rows[0]?.got === true;
  };
  if (!(await ask("pg_try_advisory_lock"))) {
    giveBack();
    return null;
  }
  return async () => {
    await ask("pg_advisory_unlock");
    giveBack();
  };
}

/** How long to wait with refreshing holds for every process, also while the tokens of before are still good. */
async function obeyWait(owner: string, error: unknown): Promise<never> {
  if (error instanceof DestinationFailure && error.report.kind === "rate_limited")
    await blockBucket(bucketName(owner, error.report.rateClass), error.report.retryAfterMs);
  throw error;
}

async function freshTokens(
  destination: Destination,
  connection: Opened,
  io: DestinationIo,
): Promise<Credential> {
  const connectionId = connection.id;
  const { oauth } = destination;
  const app = destinationSettings(destination.key).oauthApp;
  if (!oauth || !app)
    throw new OauthAppMissing(`${destination.label} tokens are stored, but no OAuth app is set.`);
  const tokens = await refreshSingleFlight(
    {
      load: async () => {
        const text = await readSecret(prisma(), connectionId, "tokens");
        return text === null ? null : tokensSchema.parse(JSON.parse(text));
      },
      tryLock: () => tryLockTokens(connectionId),
      save: (renewed) => putSecret(prisma(), connectionId, "tokens", JSON.stringify(renewed)),
    },
    {
      refresh: (refreshToken) =>
        oauth
          .refresh(io, { app, refreshToken })
          .catch((error: unknown) => obeyWait(quotaOf(connection).owner, error)),
      clock: Date.now,
      sleep: (ms) => sleep(ms),
    },
  );
  return { kind: "oauth", accessToken: tokens.accessToken, scopes: tokens.scopes };
}

/** A channel with a key that is not the connection's yet; its requests count against the same account. */
export function openWithKey(connection: Opened, key: string): Channel {
  const limits = limitRequests(quotaOf(connection), { patienceMs: PATIENCE_MS });
  const destination = requireDestination(connection.destination);
  return destination.open({ kind: "key", key }, destinationIo(destination.key, undefined, limits));
}

/**
 * A channel with a connection's own credential: its tokens, refreshed where due, else its key. Requests keep to the
 * published rates; without `hooks` of the caller's they wait some seconds for their turn and then throw SlotWait.
 * Throws DestinationFailure `auth` when there are no tokens or they are dead, and CredentialGone when there is no key.
 */
export async function openConnection(
  connection: Opened,
  { signal, hooks }: { signal?: AbortSignal; hooks?: Hooks } = {},
): Promise<Channel> {
  const destination = requireDestination(connection.destination);
  const limits = hooks ?? limitRequests(quotaOf(connection), { patienceMs: PATIENCE_MS, signal });
  const io = destinationIo(destination.key, signal, limits);
  if (connection.oauthAt) {
    const credential = await freshTokens(destination, connection, io);
    return destination.open(credential, io);
  }
  const key = await readSecret(prisma(), connection.id, "key");
  if (key === null) throw new CredentialGone(`Connection ${connection.id} has no credential.`);
  return destination.open({ kind: "key", key }, io);
}
