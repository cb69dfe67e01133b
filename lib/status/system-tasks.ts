import { pool } from "@/lib/db";

/** Does one of the things Ferry does by itself, and keeps how it went. */
export async function noteSystemTask(name: string, work: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  try {
    await work();
  } catch (error) {
    await pool().query(
      `INSERT INTO system_task (name, failed_at) VALUES ($1, now())
       ON CONFLICT (name) DO UPDATE SET failed_at = excluded.failed_at`,
      [name],
    );
    throw error;
  }
  await pool().query(
    `INSERT INTO system_task (name, succeeded_at, ms) VALUES ($1, now(), $2)
     ON CONFLICT (name) DO UPDATE SET succeeded_at = excluded.succeeded_at, ms = excluded.ms`,
    [name, Math.round(performance.now() - startedAt)],
  );
}
