import type { PoolClient } from "pg";
import { enqueueMany } from "@/lib/jobs/enqueue";

/**
 * Asks the segments that ask about a refreshed one for a refresh after it, in its transaction. Where its members stayed
 * the same only those that failed, so that two that are refreshed in turn come to an end.
 */
export async function inviteDependents(
  client: PoolClient,
  dependents: string[],
  { onlyFailed }: { onlyFailed: boolean },
): Promise<void> {
  if (dependents.length === 0) return;
  const { rows } = await client.query<{ id: string }>(
    `UPDATE segment SET refresh_status = 'queued', asked_at = now(), updated_at = now()
     WHERE id = ANY ($1::uuid[]) AND is_active AND kind = 'dynamic' AND (NOT $2 OR refresh_status = 'failed') RETURNING id`,
    [dependents, onlyFailed],
  );
  await enqueueMany(
    client,
    "segment.refresh",
    rows.map(({ id }) => ({ key: id, payload: { segmentId: id } })),
  );
}
