import { pool } from "@/lib/db";

const LOG_SIZE = 200;

/** With these a new attempt begins. */
const attemptCodes = ["started", "connection_mended"];

export interface RunLogLine {
  id: string;
  at: string;
  level: "info" | "warning" | "problem";
  code: string;
  params: Record<string, string | number | string[]>;
  batch: number | null;
  /** Counted from 1. */
  attempt: number;
}

/** The newest lines of a run's log, newest first. */
export async function listRunEvents(runId: string): Promise<RunLogLine[]> {
  const { rows } = await pool().query<Omit<RunLogLine, "at"> & { at: Date }>(
    `SELECT id::text, at, level, code, params, batch,
       greatest(1, count(*) FILTER (WHERE code = ANY ($2)) OVER (ORDER BY id))::int AS attempt
     FROM run_event WHERE run_id = $1 ORDER BY run_event.id DESC LIMIT ${LOG_SIZE}`,
    [runId, attemptCodes],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
