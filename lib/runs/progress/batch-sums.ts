import { pool } from "@/lib/db";

/** How far back the pace is measured. */
const WINDOW_SECONDS = 180;

/** Sums over the batches of one run; what planning settled is not among them. */
export interface BatchSums {
  added: number;
  changed: number;
  rejected: number;
  unconfirmed: number;
  notSent: number;
  erased: number;
  removed: number;
  alreadyGone: number;
  removalFailed: number;
  warnings: number;
  /** How often a batch was accepted as an import. */
  imports: number;
  /** People whose batch was handed over, or given up. */
  submitted: number;
  /** People whose batch is over, save those that were canceled before. */
  ended: number;
  /** The same of those to be taken off the list. */
  removalsEnded: number;
  submitPace: PaceSample;
  endPace: PaceSample;
  removalPace: PaceSample;
}

/** People of the window's batches after its first one, and when that one was; null where there is none. */
export interface PaceSample {
  sinceMs: number | null;
  people: number;
}

const size = "(last_seq - first_seq + 1)";

/** A batch whose people were left where they are, save those with an outcome of their own. */
const isLost = "state IN ('failed', 'canceled')";

/** The sample of batches of `kind` that reached `moment` within the window. The first only starts the clock. */
function paceSql(moment: "submitted_at" | "ended_at", kind: "send" | "remove"): string {
  const within = `FILTER (WHERE kind = '${kind}' AND ${moment} > now() - make_interval(secs => ${WINDOW_SECONDS}))`;
  return `json_build_object(
    'sinceMs', (extract(epoch FROM min(${moment}) ${within}) * 1000)::float8,
    'people', coalesce(sum(${size}) ${within} - ((array_agg(${size} ORDER BY ${moment}) ${within})[1]), 0))`;
}

const sumsSql = `SELECT run_id AS "runId",
    sum(added)::int AS added, sum(changed)::int AS changed, sum(rejected)::int AS rejected,
    sum(unconfirmed)::int AS unconfirmed, sum(removed)::int AS removed, sum(already_gone)::int AS "alreadyGone",
    sum(CASE WHEN kind = 'send' AND ${isLost} THEN ${size} - rejected - unconfirmed - erased ELSE not_sent END)::int
      AS "notSent", sum(erased)::int AS erased,
    sum(CASE WHEN kind = 'remove' AND ${isLost} THEN ${size} - already_gone ELSE removal_failed END)::int
      AS "removalFailed",
    sum(warnings)::int AS warnings, coalesce(sum(submissions) FILTER (WHERE kind = 'send'), 0)::int AS imports,
    coalesce(sum(${size}) FILTER (WHERE kind = 'send' AND state IN ('awaiting', 'done', 'failed')), 0)::int AS submitted,
    coalesce(sum(${size}) FILTER (WHERE kind = 'send' AND state IN ('done', 'failed')), 0)::int AS ended,
    coalesce(sum(${size}) FILTER (WHERE kind = 'remove' AND state IN ('done', 'failed')), 0)::int
      AS "removalsEnded",
    ${paceSql("submitted_at", "send")} AS "submitPace",
    ${paceSql("ended_at", "send")} AS "endPace",
    ${paceSql("ended_at", "remove")} AS "removalPace"
  FROM run_batch WHERE run_id = ANY ($1::uuid[]) GROUP BY run_id`;

/** The sums of each run that has batches. */
export async function sumBatches(runIds: string[]): Promise<Map<string, BatchSums>> {
  if (runIds.length === 0) return new Map();
  const { rows } = await pool().query<BatchSums & { runId: string }>(sumsSql, [runIds]);
  return new Map(rows.map(({ runId, ...sums }) => [runId, sums]));
}
