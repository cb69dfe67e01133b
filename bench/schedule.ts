// npm run bench:schedule: whether several schedulers on one database begin everything that is due, once, through a week
// with a clock change in it; judged by a plain calendar that shares nothing with Ferry's.
import { once } from "node:events";
import path from "node:path";
import { createRandom } from "@/emulator/random.ts";
import { pool } from "@/lib/db";
import { type Part, startPart, stopParts, waitForReady } from "@/scripts/processes";
import { makeFolder, openInstallation, settleDatabase } from "./support/installation";
import { GRID_MINUTES, makeSchedules } from "./support/make-schedules";
import { atEnd, runBench, say } from "./support/run-bench";

const SCHEDULES = 10_000;
const SCHEDULERS = 3;
const SEED = "schedule";
// Europe/Budapest puts its clock forward on the 28th.
const from = new Date("2027-03-25T00:00:00Z");
const to = new Date("2027-04-01T00:00:00Z");
// A round that meets two instants of one schedule counts the first as missed, as after a downtime.
const LONGEST_STEP_MS = (GRID_MINUTES - 5) * 60_000;

async function startSchedulers(folder: string): Promise<Part[]> {
  const args = ["--import", "tsx", "bench/support/scheduler-process.ts"];
  const logFile = path.join(folder, "schedulers.log");
  const parts = Array.from({ length: SCHEDULERS }, () =>
    startPart("worker", args, { env: process.env, logFile }),
  );
  atEnd(() => stopParts(parts));
  await Promise.all(parts.map((part) => waitForReady(part)));
  return parts;
}

/** Lets all of them make a round at the same time. */
async function round(schedulers: Part[], now: number): Promise<void> {
  const done = schedulers.map(({ child }) => once(child, "message"));
  for (const { child } of schedulers) child.send({ now });
  await Promise.all(done);
}

/** What was begun, held against what was due. What was not due at all is a run too many, as a second one is. */
async function judge(expected: ReadonlySet<string>) {
  const { rows } = await pool().query<{ id: string; at: string }>(
    "SELECT schedule_id AS id, (extract(epoch FROM instant) * 1000)::bigint::text AS at FROM bench_begun",
  );
  const begun = new Set(rows.map(({ id, at }) => `${id} ${at}`).filter((key) => expected.has(key)));
  return { runs: rows.length, duplicates: rows.length - begun.size, misses: expected.size - begun.size };
}

await runBench(async () => {
  const folder = makeFolder("bench-schedule");
  await openInstallation(folder, {});
  const random = createRandom(SEED);
  const expected = await makeSchedules(SCHEDULES, { random, from, to });
  await pool().query("CREATE UNLOGGED TABLE bench_begun (schedule_id uuid, instant timestamptz(3))");
  await settleDatabase();
  const schedulers = await startSchedulers(folder);
  say(`${SCHEDULES} schedules are due ${expected.size} times in a week; ${SCHEDULERS} schedulers`);
  const startedAt = Date.now();
  for (let now = from.getTime(); now < to.getTime(); now += Math.ceil(random() * LONGEST_STEP_MS))
    await round(schedulers, now);
  await round(schedulers, to.getTime() - 1);
  const seconds = Math.round((Date.now() - startedAt) / 100) / 10;
  const figures = { schedules: SCHEDULES, ...(await judge(expected)), seconds };
  const broken = (["duplicates", "misses"] as const)
    .filter((name) => figures[name] > 0)
    .map((name) => `${name} is ${figures[name]}, not 0.`);
  return { figures, broken };
});
