import { setTimeout as sleep } from "node:timers/promises";
import { pool, prisma } from "@/lib/db";
import { openAgent } from "@/lib/destinations/open-agent";
import { refreshSingleFlight } from "@/lib/destinations/refresh-single-flight";
import { requireDestination } from "@/lib/destinations/registry";
import type { Channel, Credential, Destination, DestinationIo } from "@/lib/destinations/types";
import { destinationSettings } from "@/lib/env";
import { OauthAppMissing } from "./failure-code";
import { putSecret, readSecret, tokensSchema } from "./connection-secrets";

const kept = globalThis as { ferryAgent?: ReturnType<typeof openAgent> };

/** The world a destination works in, from this process. */
export function destinationIo(destination: string, signal?: AbortSignal): DestinationIo {
  return {
    address: destinationSettings(destination).apiUrl,
    dispatcher: (kept.ferryAgent ??= openAgent()),
    clock: Date.now,
    random: Math.random,
    signal,
  };
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

async function freshTokens(
  destination: Destination,
  connectionId: string,
  io: DestinationIo,
): Promise<Credential> {
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
      refresh: (refreshToken) => oauth.refresh(io, { app, refreshToken }),
      clock: Date.now,
      sleep: (ms) => sleep(ms),
    },
  );
  return { kind: "oauth", accessToken: tokens.accessToken, scopes: tokens.scopes };
}

/**
 * A channel with a connection's own credential: its tokens, refreshed where due, else its key. Throws
 * DestinationFailure `auth` when it has neither or they are dead.
 */
export async function openConnection(
  connection: { id: string; destination: string; oauthAt: Date | null },
  signal?: AbortSignal,
): Promise<Channel> {
  const destination = requireDestination(connection.destination);
  const io = destinationIo(destination.key, signal);
  if (connection.oauthAt) return destination.open(await freshTokens(destination, connection.id, io), io);
  const key = await readSecret(prisma(), connection.id, "key");
  if (key === null) throw new Error(`Connection ${connection.id} has no credential.`);
  return destination.open({ kind: "key", key }, io);
}
