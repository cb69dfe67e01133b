import type { PoolClient } from "pg";

// Taken whole by the trigger on removals of profiles.
const REMOVAL_LOCK = 7_310_003;

/**
 * Lets nobody be removed from the profiles until the transaction ends: for whoever writes members of a segment, before
 * any row lock, since those who remove people ask for segments at their end.
 */
export async function lockProfileRemoval(client: PoolClient): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock_shared($1)", [REMOVAL_LOCK]);
}
