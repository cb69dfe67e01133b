// One of many processes that ask the local Klaviyo as often as Ferry's limiter lets them: says when it is ready, is told
// until when, asks, and ends. Started by bench/limiter.ts.
import { once } from "node:events";
import { openConnection, quotaOf } from "@/lib/connections/open-channel";
import { closeDatabase, pool, prisma } from "@/lib/db";
import { SlotWait, limitRequests } from "@/lib/limiter/limit-requests";

const connection = await prisma().connection.findFirstOrThrow();
await pool().query("SELECT 1");
process.send?.("ready");
const [{ untilMs }] = (await once(process, "message")) as [{ untilMs: number }];

const hooks = limitRequests(quotaOf(connection), { patienceMs: untilMs - Date.now() });
const channel = await openConnection(connection, { hooks });
while (Date.now() < untilMs) {
  const stop = await channel
    .findSubmissions({ listId: "none" }, { records: 0, sinceMs: Date.now() })
    .catch((error: unknown) => error);
  // No further slot before the end.
  if (stop instanceof SlotWait) break;
  if (stop instanceof Error) throw stop;
}
await closeDatabase();
process.exit(0);
