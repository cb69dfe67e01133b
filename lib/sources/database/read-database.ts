import { type Ask, askIfKnown, askWith } from "./ask";
import { CONNECT_SECONDS, openDatabase } from "./open-database";
import type { DatabaseAddress } from "./parse-address";
import { refuseOwnDatabase } from "./refuse-own-database";
import { SourceRefusal } from "./source-refusal";
import { toRefusal } from "./to-refusal";

/** How values are written, whatever the server's own settings are; and a cursor is planned for all of its rows. */
const settings = {
  timezone: "'UTC'",
  datestyle: "'ISO, YMD'",
  intervalstyle: "iso_8601",
  extra_float_digits: "1",
  bytea_output: "hex",
  cursor_tuple_fraction: "1",
};

export interface ReadLimits {
  /** For each statement, and for all of them together. */
  seconds: number;
  /** Ends the reading at once; its reason is thrown. */
  signal?: AbortSignal;
}

async function begin(ask: Ask, seconds: number): Promise<void> {
  await ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  await ask(`SET LOCAL statement_timeout = ${Math.round(seconds * 1000)}`);
  for (const [name, value] of Object.entries(settings)) await ask(`SET LOCAL ${name} = ${value}`);
  // So that a query whose reader has gone ends within seconds; older servers do not know it.
  await askIfKnown(ask, "SET LOCAL client_connection_check_interval = '2s'");
  await refuseOwnDatabase(ask);
}

/**
 * Lets `work` read a source's database as of one moment: one read-only transaction that sees the same rows throughout
 * and is never committed. Throws a refusal for all that goes wrong there, and when it takes longer than it may.
 */
export async function readDatabase<T>(
  address: DatabaseAddress,
  { seconds, signal }: ReadLimits,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const { client, close, hangUp } = await openDatabase(address).catch((error: unknown) => {
    throw toRefusal(error, { address, limitSeconds: CONNECT_SECONDS });
  });
  // Beyond the server's own limit: rows may come for ever, each in good time.
  let isLate = false;
  const timer = setTimeout(
    () => {
      isLate = true;
      hangUp();
    },
    (seconds + 1) * 1000,
  );
  signal?.addEventListener("abort", hangUp, { once: true });
  try {
    const ask = askWith(client, { address, limitSeconds: seconds });
    await begin(ask, seconds);
    return await work(ask);
  } catch (error) {
    signal?.throwIfAborted();
    if (isLate) throw new SourceRefusal("statement", "query_too_slow", { seconds });
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", hangUp);
    await close();
  }
}
