import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach } from "vitest";
import type { Emulator } from "@/emulator/start-emulator.ts";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import { confirmRun } from "@/lib/runs/confirm-run";
import { addsUp, resultSchema } from "@/lib/runs/counts";
import { doBatch } from "@/lib/runs/do-batch";
import { planRun } from "@/lib/runs/plan-run";
import { startRun } from "@/lib/runs/start-run";
import { sweepRuns } from "@/lib/runs/sweep-runs";
import { acme, useKlaviyo } from "./connections";
import { valueOf } from "./imports";

/** A Klaviyo whose clock runs and whose imports are through at once. */
export function useQuickKlaviyo(): () => Emulator {
  const klaviyo = useKlaviyo({ withApp: false });
  beforeEach(async () => {
    await klaviyo().control.runClock();
    klaviyo().control.setJobPlan({ startMs: 0, workMs: 20 });
  });
  return klaviyo;
}

/** Presses Run; answers the run's id. */
export async function pressRun(actor: UserActor, exportId: string): Promise<string> {
  return valueOf(await startRun(actor, { exportId })).runId;
}

export function readRun(runId: string) {
  return prisma().run.findUniqueOrThrow({
    where: { id: runId },
    include: { batches: { orderBy: { no: "asc" } } },
  });
}

/** Does what workers do, without waiting for a queue, until `isEnough`. */
export async function work(
  runId: string,
  isEnough: (run: Awaited<ReturnType<typeof readRun>>) => boolean = ({ settledAt }) => settledAt !== null,
): Promise<Awaited<ReturnType<typeof readRun>>> {
  for (let round = 0; round < 200; round++) {
    await planRun(runId);
    await doBatch(runId);
    await confirmRun(runId);
    await sweepRuns();
    const run = await readRun(runId);
    if (isEnough(run)) return run;
    await sleep(10);
  }
  const { status, phase, batches } = await readRun(runId);
  throw new Error(`Run ${runId} stands still: ${JSON.stringify({ status, phase, batches })}`);
}

/** Presses Run and works until the books are closed; answers the run with its checked result. */
export async function runToEnd(actor: UserActor, exportId: string) {
  const run = await work(await pressRun(actor, exportId));
  const result = resultSchema.parse(run.result);
  if (!addsUp(result)) throw new Error(`The books are open: ${JSON.stringify(result)}`);
  return { ...run, result };
}

/** The outcomes of a run that are not zero. */
export function told(result: { outcomes: Record<string, number> }): Record<string, number> {
  return Object.fromEntries(Object.entries(result.outcomes).filter(([, people]) => people > 0));
}

/** Who is on a list, in alphabetical order. */
export function onList(klaviyo: Emulator, listId: string): string[] {
  return [...klaviyo.control.members(acme.id, listId)].map(({ email }) => email ?? "").sort();
}

/** The codes of a run's log, in order. */
export async function logOf(runId: string): Promise<string[]> {
  const { rows } = await pool().query<{ code: string }>(
    "SELECT code FROM run_event WHERE run_id = $1 ORDER BY id",
    [runId],
  );
  return rows.map(({ code }) => code);
}
