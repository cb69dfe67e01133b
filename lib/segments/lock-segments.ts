import type { Segment } from "@/generated/prisma/client";
import type { Tx } from "@/lib/db";
import { NotFound } from "@/lib/errors";

/** A change waits for the refresh of the same segment to write down its result. */
export const PATIENT = { timeout: 60_000, maxWait: 10_000 };

/**
 * The segments that are about to be changed, kept from other changes until the transaction ends, in the order asked
 * for. Throws NotFound where one is gone.
 */
export async function lockSegments(tx: Tx, segmentIds: readonly string[]): Promise<Segment[]> {
  const ids = [...new Set(segmentIds)];
  await tx.$queryRaw`SELECT 1 FROM segment WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  const rows = await tx.segment.findMany({ where: { id: { in: ids } } });
  return ids.map((id) => {
    const row = rows.find((one) => one.id === id.toLowerCase());
    if (!row) throw new NotFound("segment", id);
    return row;
  });
}

/** The same of one segment. */
export async function lockSegment(tx: Tx, segmentId: string): Promise<Segment> {
  const [segment] = await lockSegments(tx, [segmentId]);
  if (!segment) throw new NotFound("segment", segmentId);
  return segment;
}
