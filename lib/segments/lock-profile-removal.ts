import type { PoolClient } from "pg";
import { advisoryLocks } from "@/lib/advisory-locks";

/**
 * Lets nobody be removed from the profiles until the transaction ends: for whoever writes members of a segment, before
 * any row lock, since those who remove people ask for segments at their end. The trigger on removals takes it whole.
 */
export async function lockProfileRemoval(client: PoolClient): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock_shared($1)", [advisoryLocks.profileRemoval]);
}
