import type { RunMode, RunStatus } from "@/generated/prisma/enums";
import { pool } from "@/lib/db";
import type { Destination } from "@/lib/destinations/types";
import { withReserve } from "@/lib/limiter/slots";
import { PER_QUESTION } from "../plan/plan-cost";
import type { BatchTimes, BatchWindows, Pause, RunTimes } from "./run-pace";
import { secondsLeft } from "./time-left";

interface Subject {
  id: string;
  exportId: string;
  mode: RunMode;
  status: RunStatus;
  startedAt: Date | null;
  plannedAt: Date | null;
  finishedAt: Date | null;
  waitUntil: Date | null;
}

interface BatchRow extends BatchTimes {
  kind: "send" | "remove";
  isInHand: boolean;
}

const inMs = (moment: string) => `(extract(epoch FROM ${moment}) * 1000)::float8`;

async function readBatches(runId: string): Promise<BatchRow[]> {
  const { rows } = await pool().query<BatchRow>(
    `SELECT kind, last_seq - first_seq + 1 AS people, state = 'submitting' AS "isInHand",
       ${inMs("coalesce(submitted_at, ended_at)")} AS "submittedMs", ${inMs("ended_at")} AS "endedMs"
     FROM run_batch WHERE run_id = $1 AND state <> 'canceled' ORDER BY no`,
    [runId],
  );
  return rows;
}

/** When the destination said that it wants a pause, or did not answer. */
async function readPauses(runId: string): Promise<Pause[]> {
  const { rows } = await pool().query<Pause>(
    `SELECT ${inMs("at")} AS "fromMs", ${inMs("at")} + coalesce((params->>'seconds')::float8, 0) * 1000 AS "toMs"
     FROM run_event WHERE run_id = $1 AND code IN ('rate_limited', 'unreachable')`,
    [runId],
  );
  return rows;
}

async function readTimes(run: Omit<Subject, "status" | "waitUntil">, batches: BatchRow[]): Promise<RunTimes> {
  return {
    startedMs: run.startedAt?.getTime() ?? 0,
    plannedMs: run.plannedAt?.getTime() ?? null,
    finishedMs: run.finishedAt?.getTime() ?? null,
    sends: batches.filter(({ kind }) => kind === "send"),
    removals: batches.filter(({ kind }) => kind === "remove"),
    pauses: await readPauses(run.id),
  };
}

/** The last run of the same kind that went through. */
async function readEarlier({ exportId, mode }: Subject): Promise<RunTimes | null> {
  const { rows } = await pool().query<Omit<Subject, "status" | "waitUntil">>(
    `SELECT id, export_id AS "exportId", mode, started_at AS "startedAt", planned_at AS "plannedAt",
       finished_at AS "finishedAt"
     FROM run WHERE export_id = $1 AND mode = $2::"RunMode" AND planned_at IS NOT NULL
       AND status IN ('successful', 'completed_with_warnings') ORDER BY created_at DESC LIMIT 1`,
    [exportId, mode],
  );
  const [run] = rows;
  return run ? readTimes(run, await readBatches(run.id)) : null;
}

/** How many batches fit the windows: one of removals asks for its people a hundred at a time before. */
function toBatchWindows(destination: Destination, reservePercent: number): BatchWindows {
  const { writeClasses, rateClasses, limits } = destination;
  const windows = (rateClass: string) => withReserve(rateClasses[rateClass] ?? [], reservePercent);
  const lookUps = Math.ceil(limits.removals / PER_QUESTION);
  const lookUp = windows(writeClasses.lookUp).map(({ seconds, requests }) => ({
    seconds,
    requests: Math.max(1, Math.floor(requests / lookUps)),
  }));
  return { send: windows(writeClasses.submit), remove: [...lookUp, ...windows(writeClasses.remove)] };
}

/** In how many seconds a run will have ended, by what was measured of it and of the one before; null where unknown. */
export async function findTimeLeft(
  run: Subject,
  given: { destination: Destination; reservePercent: number; now: Date },
): Promise<number | null> {
  const isWaiting = run.status === "waiting";
  if (!run.startedAt || !(run.status === "running" || (isWaiting && run.waitUntil))) return null;
  const batches = await readBatches(run.id);
  return secondsLeft({
    nowMs: given.now.getTime(),
    waitsUntilMs: isWaiting ? (run.waitUntil?.getTime() ?? null) : null,
    atOnce: batches.filter(({ isInHand }) => isInHand).length,
    run: await readTimes(run, batches),
    earlier: await readEarlier(run),
    windows: toBatchWindows(given.destination, given.reservePercent),
  });
}
