import type { ClientBase, Pool } from "pg";

export interface RunEventInput {
  runId: string;
  /** Names a sentence in messages: `runs.events.<code>`. */
  code: string;
  level?: "info" | "warning" | "problem";
  /** Counts, codes and ids; never people. */
  params?: Record<string, string | number>;
  batch?: number;
}

/** Adds a line to a run's log. */
export async function recordEvent(client: ClientBase | Pool, event: RunEventInput): Promise<void> {
  await client.query(
    `INSERT INTO run_event (run_id, at, level, code, params, batch) VALUES ($1, clock_timestamp(), $2, $3, $4, $5)`,
    [event.runId, event.level ?? "info", event.code, JSON.stringify(event.params ?? {}), event.batch ?? null],
  );
}
