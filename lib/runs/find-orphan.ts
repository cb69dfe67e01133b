import { pool } from "@/lib/db";
import type { Channel, Target, Ticket } from "@/lib/destinations/types";

/**
 * The submission a request without an answer led to: the only one to the list since then with as many records that no
 * batch of ours claims. Null where there is none, or more than one; then sending again is safe, since it is the same.
 */
export async function findOrphan(
  channel: Channel,
  sought: { target: Target; people: number; since: Date },
): Promise<Ticket | null> {
  const found = await channel.findSubmissions(sought.target, {
    records: sought.people,
    sinceMs: sought.since.getTime(),
  });
  if (found.length === 0) return null;
  const { rows } = await pool().query<{ ticket_id: string }>(
    "SELECT ticket_id FROM run_batch WHERE ticket_id = ANY($1)",
    [found.map(({ id }) => id)],
  );
  const known = new Set(rows.map(({ ticket_id }) => ticket_id));
  const orphans = found.filter(({ id }) => !known.has(id));
  return orphans.length === 1 ? (orphans[0] ?? null) : null;
}
