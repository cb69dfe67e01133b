import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { pool } from "@/lib/db";
import { root } from "@/scripts/paths";
import { type Part, hasEnded, obituary } from "@/scripts/processes";
import type { Books } from "../count-unaccounted";
import { atEnd } from "./run-bench";

const LOOK_EVERY_MS = 100;
const LONGEST_MS = 60 * 60_000;

export interface EndedRun extends Books {
  status: string;
  problem: string | null;
  /** From the Run action to the run's end, by PostgreSQL's clock. */
  seconds: number;
  /** The same to the plan, and to the first and the last submission; null where there was none. */
  planned: number | null;
  firstSent: number | null;
  lastSent: number | null;
}

/** Presses Run in a process of its own, since nothing here imports the engine. Answers with the moment and the run. */
async function pressRun(exportId: string, userId: string): Promise<{ at: string; runId: string }> {
  const args = ["--import", "tsx", "tests/support/start-run-script.ts", exportId, userId];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  atEnd(() => child.kill());
  let last = "";
  for await (const line of createInterface({ input: child.stdout })) last = line;
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`Run was refused: ${last}`);
  return JSON.parse(last) as { at: string; runId: string };
}

const runSql = `
  SELECT status, plan, result, nullif(concat_ws(' ', problem_code, wait_code), '') AS problem,
    extract(epoch FROM finished_at - $2::timestamptz)::float8 AS seconds,
    extract(epoch FROM planned_at - $2::timestamptz)::float8 AS planned,
    extract(epoch FROM sent.first - $2::timestamptz)::float8 AS "firstSent",
    extract(epoch FROM sent.last - $2::timestamptz)::float8 AS "lastSent",
    finished_at IS NOT NULL AND settled_at IS NOT NULL AS has_ended
  FROM run, LATERAL (SELECT min(submitted_at) AS first, max(submitted_at) AS last
    FROM run_batch WHERE run_id = run.id) AS sent
  WHERE id = $1`;

/** Runs an export and waits until it is settled. Throws when a worker ends or nothing ends within an hour. */
export async function runExport(
  exportId: string,
  { userId, workers }: { userId: string; workers: Part[] },
): Promise<EndedRun> {
  const { at, runId } = await pressRun(exportId, userId);
  const until = Date.now() + LONGEST_MS;
  for (;;) {
    const { rows } = await pool().query<EndedRun & { has_ended: boolean }>(runSql, [runId, at]);
    const [run] = rows;
    if (run?.has_ended) return run;
    const dead = workers.find(hasEnded);
    if (dead) throw new Error(obituary(dead));
    if (!run || Date.now() > until)
      throw new Error(`The run has not ended: ${run?.status ?? "there is none"} ${run?.problem ?? ""}`);
    await sleep(LOOK_EVERY_MS);
  }
}
