import { prisma, type Tx } from "@/lib/db";

/**
 * What time it is for schedules: PostgreSQL's clock, so that all processes agree. In practice, where nothing real is
 * sent, `installation.clock_shift_seconds` moves it, for tests that cannot wait for Monday.
 */
export async function readClock(tx: Tx = prisma()): Promise<Date> {
  const rows = await tx.$queryRaw<{ now: Date }[]>`
    SELECT clock_timestamp() + make_interval(secs => coalesce(
      (SELECT clock_shift_seconds FROM installation WHERE mode = 'practice'), 0)) AS now`;
  const [row] = rows;
  if (!row) throw new Error("PostgreSQL does not tell the time.");
  return row.now;
}
