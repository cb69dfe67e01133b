import type { PoolClient } from "pg";
import { enqueue } from "@/lib/jobs/enqueue";

// Changes often come one after the other; counting waits for those that follow at once.
const SOONEST_MS = 2_000;
/** Counting takes at most one part in so many of the time, however often people change. */
const SHARE = 5;
const LATEST_MS = 10 * 60_000;

/** Asks for the fields to be counted, soon where that is quick and seldom where it takes long. */
export async function inviteCount(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ ms: number }>("SELECT ms FROM field_count");
  const afterMs = Math.min(LATEST_MS, Math.max(SOONEST_MS, (rows[0]?.ms ?? 0) * SHARE));
  await enqueue(client, "fields.count", {}, { key: "fields", afterMs });
}

/** Notes, in the transaction that changes profiles, that what was counted of the fields is no longer so. */
export async function noteProfileChange(client: PoolClient): Promise<void> {
  await client.query("INSERT INTO profile_change DEFAULT VALUES");
  await inviteCount(client);
}
