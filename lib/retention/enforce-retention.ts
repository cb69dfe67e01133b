import { pool } from "@/lib/db";
import { deleteOld } from "./delete-old";

/** The hour of the night, in UTC, when the day's old rows go. */
export const NIGHT_HOUR = 2;

/** A SQL condition: tonight's, or the missed last night's, has not begun. */
const isDue = `started_at < date_trunc('day', now() - interval '${NIGHT_HOUR} hours') + interval '${NIGHT_HOUR} hours'`;

/** Whether old rows have to be deleted: once a night, and as soon as possible where the night was missed. */
export async function isRetentionDue(): Promise<boolean> {
  const { rows } = await pool().query<{ due: boolean }>(
    `SELECT NOT EXISTS (SELECT FROM retention_run WHERE NOT (${isDue})) AS due`,
  );
  return rows[0]?.due ?? false;
}

/** Takes the night's work; false where another worker has. */
async function claimNight(): Promise<boolean> {
  const { rowCount } = await pool().query(
    `INSERT INTO retention_run (id, started_at, ended_at, deleted) VALUES (1, now(), now(), '{}')
     ON CONFLICT (id) DO UPDATE SET started_at = now() WHERE retention_run.${isDue}`,
  );
  return rowCount === 1;
}

/** Deletes, once a night, what is kept too long by the rules that administrators may change (rules.ts). */
export async function enforceRetention(): Promise<void> {
  if (!(await claimNight())) return;
  const deleted = await deleteOld("night");
  await pool().query("UPDATE retention_run SET ended_at = clock_timestamp(), deleted = $1 WHERE id = 1", [
    JSON.stringify(deleted),
  ]);
}
