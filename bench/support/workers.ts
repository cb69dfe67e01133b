import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pool } from "@/lib/db";
import { type Part, startPart, stopParts, waitForReady, workerArgs } from "@/scripts/processes";
import { watchPeak } from "./peak-memory";
import { atEnd } from "./run-bench";

export interface Workers {
  parts: Part[];
  /** The most memory that one of them has held, in MB. */
  peakMb: () => number;
}

/** Starts so many workers as `npm start` does, and waits until they are ready. */
export async function startWorkers(count: number, folder: string): Promise<Workers> {
  const logFile = path.join(folder, "worker.log");
  const parts = Array.from({ length: count }, () =>
    startPart("worker", workerArgs(), { env: process.env, logFile }),
  );
  atEnd(() => stopParts(parts));
  await Promise.all(parts.map((part) => waitForReady(part)));
  await untilIdle();
  const peaks = parts.map(({ child }) => watchPeak(child.pid ?? 0));
  return { parts, peakMb: () => Math.max(...peaks.map((peak) => peak())) };
}

/** What making the data has invited to is no part of what is measured. */
async function untilIdle(): Promise<void> {
  for (;;) {
    const { rows } = await pool().query<{ jobs: number }>(
      `SELECT count(*)::int AS jobs FROM pgboss.job
       WHERE name = 'segment.refresh' AND state IN ('created', 'retry', 'active')`,
    );
    if (rows[0]?.jobs === 0) return;
    await sleep(50);
  }
}
