import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach } from "vitest";
import type { Emulator } from "@/emulator/start-emulator.ts";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import { limits } from "@/lib/destinations/klaviyo/limits";
import { confirmRun } from "@/lib/runs/confirm/confirm-run";
import { addsUp, resultSchema } from "@/lib/runs/counts";
import { doBatch } from "@/lib/runs/send/do-batch";
import { planRun } from "@/lib/runs/plan/plan-run";
import { startRun } from "@/lib/runs/start-run";
import { sweepRuns } from "@/lib/runs/sweep-runs";
import { acme, forgetRequests, useKlaviyo } from "./connections";
import { valueOf } from "./imports";
import type { Attributes } from "./people";

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

export type RunRow = Awaited<ReturnType<typeof readRun>>;

const isSettled = ({ settledAt }: RunRow) => settledAt !== null;

/** Does what workers do, without waiting for a queue, until `isEnough`. */
export async function work(
  runId: string,
  isEnough: (run: RunRow) => boolean = isSettled,
  prepareRound: (runId: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<RunRow> {
  for (let round = 0; round < 200; round++) {
    await prepareRound(runId);
    await planRun(runId);
    await doBatch();
    await confirmRun(runId);
    await sweepRuns();
    const run = await readRun(runId);
    if (isEnough(run)) return run;
    await sleep(10);
  }
  const { status, phase, batches } = await readRun(runId);
  throw new Error(`Run ${runId} stands still: ${JSON.stringify({ status, phase, batches })}`);
}

/** Ends every wait of a run: for a second try, for a rate, for a time that was said. */
export async function endWaits(runId: string): Promise<void> {
  await pool().query("UPDATE run_batch SET not_before = NULL WHERE run_id = $1", [runId]);
  await pool().query("UPDATE run SET wait_until = now() WHERE id = $1 AND wait_until IS NOT NULL", [runId]);
  await forgetRequests();
}

/** The same as `work`, with every wait ended. */
export function hurry(runId: string, isEnough: (run: RunRow) => boolean = isSettled): Promise<RunRow> {
  return work(runId, isEnough, endWaits);
}

/** Presses Run and works until the books are closed; answers the run with its checked result. */
export async function runToEnd(actor: UserActor, exportId: string) {
  return checkBooks(await work(await pressRun(actor, exportId)));
}

/** The same as `runToEnd`, with every wait ended. */
export async function hurryToEnd(actor: UserActor, exportId: string) {
  return checkBooks(await hurry(await pressRun(actor, exportId)));
}

/** A settled run with its result, which has to add up. */
export function checkBooks(run: RunRow) {
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

export const importRoute = "/api/profile-bulk-import-jobs";

/** The imports Klaviyo was asked for, in order. */
export function importsAsked(klaviyo: Emulator) {
  return klaviyo.control.log({ method: "POST", route: importRoute });
}

/** Sends so few people in one request for the tests of a file. */
export function useSmallBatches(records: number): void {
  const usual = { ...limits };
  beforeEach(() => void Object.assign(limits, { records, removals: records }));
  afterEach(() => void Object.assign(limits, usual));
}

/** People by key, `p001` to so many, each with an address and what `more` says of them. */
export function manyPeople(
  count: number,
  more: (index: number) => Attributes = () => ({}),
): Record<string, Attributes> {
  const keys = Array.from({ length: count }, (_, index) => `p${String(index + 1).padStart(3, "0")}`);
  return Object.fromEntries(keys.map((key, index) => [key, { email: `${key}@example.com`, ...more(index) }]));
}

/** The addresses of people, in alphabetical order. */
export function addressesOf(people: Record<string, Attributes>): string[] {
  return Object.values(people)
    .map(({ email }) => String(email))
    .sort();
}

/** Whose outcome is `kind`, by address, as it is stored. */
export async function outcomeRows(runId: string, kind: string) {
  const { rows } = await pool().query<{
    identifier: string | null;
    code: string | null;
    detail: string | null;
    field: string | null;
  }>(
    `SELECT o.identifier, o.code, o.detail, o.field FROM run_data.outcome o JOIN run r ON r.number = o.run
     WHERE r.id = $1 AND o.kind = $2 ORDER BY o.identifier`,
    [runId, kind],
  );
  return rows;
}
