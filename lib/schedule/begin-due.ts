import type { TickState } from "@/generated/prisma/enums";
import type { Actor } from "@/lib/auth/permissions";
import { type Tx, prisma } from "@/lib/db";
import { logger } from "@/lib/logger";
import { raiseIncident, resolveIncident } from "@/lib/notifications/incidents";
import { startRefresh } from "@/lib/refresh/start-refresh";
import { startDueRun } from "@/lib/runs/start-due-run";
import { missedIncident } from "./missed-incident";
import { readSystemSchedule } from "./system-schedule";

/** What was noticed so late was missed at first, and is being made up for. */
const LATE_MS = 60_000;

interface Due {
  schedule_id: string;
  export_id: string | null;
  instant: Date;
  noticed_at: Date;
}

interface Began {
  state: TickState;
  startedId: string | null;
}

const scheduler: Actor = { kind: "system", job: "schedule" };

async function startWork(
  tx: Tx,
  { export_id: exportId }: Due,
): Promise<{ id: string; isNew: boolean } | null> {
  if (exportId) {
    const run = await startDueRun(tx, { exportId, reason: "own_schedule" });
    return run && { id: run.runId, isNew: run.isNew };
  }
  const refresh = await startRefresh(tx, scheduler, { reason: "schedule" });
  return refresh.ok ? { id: refresh.value.refreshId, isNew: refresh.value.isNew } : null;
}

async function begin(tx: Tx, due: Due, now: Date): Promise<Began> {
  const incident = missedIncident(due.export_id);
  const { catchUpMinutes } = await readSystemSchedule(tx);
  const waitedMs = now.getTime() - due.noticed_at.getTime();
  if (waitedMs > catchUpMinutes * 60_000 + LATE_MS) {
    await raiseIncident(tx, { ...incident, params: { missed: 1 } });
    return { state: "missed", startedId: null };
  }
  const work = await startWork(tx, due);
  if (!work?.isNew) return { state: "skipped", startedId: work?.id ?? null };
  const isLate = due.noticed_at.getTime() - due.instant.getTime() > LATE_MS;
  // What was just made up for is still to be told; with the next run in time it is over.
  if (!isLate) await resolveIncident(tx, incident);
  return { state: isLate ? "catch_up" : "started", startedId: work.id };
}

/** Begins what one instant is about, in one transaction with the word that it was begun. False where none is left. */
async function beginOne(now: Date, current: { due?: Due; failed: string[] }): Promise<boolean> {
  return prisma().$transaction(async (tx) => {
    const [due] = await tx.$queryRaw<Due[]>`
      SELECT t.schedule_id, s.export_id, t.instant, t.noticed_at
      FROM schedule_tick t JOIN schedule s ON s.id = t.schedule_id
      WHERE t.state = 'due' AND t.schedule_id <> ALL (${current.failed}::uuid[])
      ORDER BY t.instant LIMIT 1 FOR UPDATE OF t SKIP LOCKED`;
    if (!due) return false;
    current.due = due;
    const { schedule_id: scheduleId, instant } = due;
    const data = await begin(tx, due, now);
    await tx.scheduleTick.update({ where: { scheduleId_instant: { scheduleId, instant } }, data });
    return true;
  });
}

/**
 * Begins everything that is due, each in a transaction of its own. What cannot be begun because of a fault stays due
 * for the next round, and holds nothing else up.
 */
export async function beginDue(now: Date): Promise<void> {
  const failed: string[] = [];
  for (let goesOn = true; goesOn;) {
    const current: { due?: Due; failed: string[] } = { failed };
    goesOn = await beginOne(now, current).catch((error: Error) => {
      if (!current.due) throw error;
      logger.error({ err: error, schedule: current.due.schedule_id }, "what was due could not be begun");
      failed.push(current.due.schedule_id);
      return true;
    });
  }
}
