import { pool } from "@/lib/db";
import type { JobName } from "@/lib/jobs/contracts";

/** What the waiting jobs of a queue carry. */
export async function waitingJobs(name: JobName): Promise<unknown[]> {
  const { rows } = await pool().query<{ data: unknown }>(
    "SELECT data FROM pgboss.job WHERE name = $1 AND state = 'created' ORDER BY created_on",
    [name],
  );
  return rows.map(({ data }) => data);
}
