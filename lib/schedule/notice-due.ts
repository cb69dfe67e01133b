import { type Tx, prisma } from "@/lib/db";
import { logger } from "@/lib/logger";
import { raiseIncident } from "@/lib/notifications/incidents";
import { instantsUntil, nextInstant } from "./instants";
import { missedIncident } from "./missed-incident";
import { recurrenceSchema } from "./schema";
import { readSystemSchedule } from "./system-schedule";

/** Days for which it is kept what became of instants; what was missed longer ago is not listed either. */
export const TICK_DAYS = 31;

const DAY_MS = 86_400_000;
const AT_ONCE = 500;
/** Writing so many rows takes a moment, on a busy machine a longer one. */
const TIMEOUT_MS = 60_000;

interface DueRow {
  id: string;
  export_id: string | null;
  recurrence: unknown;
  next_run_at: Date;
}

interface Noticed {
  row: DueRow;
  instants: { at: Date; state: "due" | "missed" }[];
  next: Date | null;
}

/** The latest instant is to run where it is not too old; those before it were missed. */
function look(row: DueRow, now: Date, windowMs: number): Noticed {
  const parsed = recurrenceSchema.safeParse(row.recurrence);
  if (!parsed.success) {
    // A zone, say, that this version's calendar does not know any more.
    logger.error({ schedule: row.id }, "a schedule cannot be read and is put off");
    return { row, instants: [], next: null };
  }
  const earliest = new Date(now.getTime() - TICK_DAYS * DAY_MS);
  const first = row.next_run_at < earliest ? nextInstant(parsed.data, earliest) : row.next_run_at;
  const all = instantsUntil(parsed.data, first, now);
  const instants = all.map((at, index) => {
    const isLatest = index === all.length - 1;
    const runs = isLatest && now.getTime() - at.getTime() <= windowMs;
    return { at, state: runs ? ("due" as const) : ("missed" as const) };
  });
  return { row, instants, next: nextInstant(parsed.data, now) };
}

/** Answers the schedules of which something noticed earlier has not begun and never will. */
async function write(tx: Tx, noticed: Noticed[], now: Date): Promise<Set<string>> {
  const ids = noticed.map(({ row }) => row.id);
  const ticks = noticed.flatMap(({ row, instants }) => instants.map((one) => ({ id: row.id, ...one })));
  // What nobody has begun until its schedule's next instant has come is not begun beside it.
  const late = await tx.$queryRaw<{ schedule_id: string }[]>`
    UPDATE schedule_tick SET state = 'missed' WHERE state = 'due' AND schedule_id = ANY (${ids}::uuid[])
    RETURNING schedule_id`;
  await tx.$executeRaw`
    INSERT INTO schedule_tick (schedule_id, instant, state, noticed_at)
    SELECT id, at, state::"TickState", ${now}::timestamptz
    FROM unnest(${ticks.map(({ id }) => id)}::uuid[], ${ticks.map(({ at }) => at)}::timestamptz[],
      ${ticks.map(({ state }) => state)}::text[]) AS tick (id, at, state)
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    UPDATE schedule s SET next_run_at = due.next
    FROM unnest(${ids}::uuid[], ${noticed.map(({ next }) => next)}::timestamptz[]) AS due (id, next)
    WHERE s.id = due.id`;
  return new Set(late.map(({ schedule_id }) => schedule_id));
}

/**
 * Writes down, once each, the instants that have come by `now`, and what is due next. Several processes may do so at
 * once: each takes schedules that no other has in hand. Answers how many schedules it took.
 */
async function noticeSome(now: Date): Promise<number> {
  return prisma().$transaction(
    async (tx) => {
      const rows = await tx.$queryRaw<DueRow[]>`
        SELECT id, export_id, recurrence, next_run_at FROM schedule WHERE next_run_at <= ${now}
        ORDER BY next_run_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`;
      if (rows.length === 0) return 0;
      const windowMs = (await readSystemSchedule(tx)).catchUpMinutes * 60_000;
      const noticed = rows.map((row) => look(row, now, windowMs));
      const late = await write(tx, noticed, now);
      for (const { row, instants } of noticed) {
        const passed = instants.filter(({ state }) => state === "missed").length;
        const missed = passed + (late.has(row.id) ? 1 : 0);
        if (missed > 0) await raiseIncident(tx, { ...missedIncident(row.export_id), params: { missed } });
      }
      return rows.length;
    },
    { timeout: TIMEOUT_MS },
  );
}

/** Notices everything that has come by `now`. */
export async function noticeDue(now: Date): Promise<void> {
  while ((await noticeSome(now)) === AT_ONCE);
}
