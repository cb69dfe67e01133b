import type { PoolClient } from "pg";
import { enqueueMany } from "@/lib/jobs/enqueue";
import { noteAsked } from "./open-refresh";

async function findFailed(client: PoolClient, segmentIds: string[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    "SELECT id FROM segment WHERE id = ANY ($1::uuid[]) AND refresh_status = 'failed'",
    [segmentIds],
  );
  return rows.map(({ id }) => id);
}

/**
 * Asks the segments that ask about a refreshed one for a refresh after it, in its transaction. Where its members stayed
 * the same only those that failed, so that what is refreshed in turn comes to an end.
 */
export async function inviteDependents(
  client: PoolClient,
  dependents: string[],
  { onlyFailed }: { onlyFailed: boolean },
): Promise<void> {
  const invited = onlyFailed ? await findFailed(client, dependents) : dependents;
  if (invited.length === 0) return;
  // One that somebody holds is being edited, asked for or refreshed: waiting for it could go round in a circle, and
  // the job is enough.
  await client.query(
    `UPDATE segment SET refresh_status = 'queued', asked_at = now(), updated_at = now()
     WHERE is_active AND kind = 'dynamic'
       AND id IN (SELECT id FROM segment WHERE id = ANY ($1::uuid[]) FOR UPDATE SKIP LOCKED)`,
    [invited],
  );
  await noteAsked(client, invited, { reason: "segment" });
  // In one order: of two that invite the same ones, the second waits for the first.
  const jobs = invited.toSorted().map((id) => ({ key: id, payload: { segmentId: id } }));
  await enqueueMany(client, "segment.refresh", jobs);
}
