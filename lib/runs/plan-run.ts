import type { PoolClient } from "pg";
import type { Run } from "@/generated/prisma/client";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import { requireDestination } from "@/lib/destinations/registry";
import type { Destination } from "@/lib/destinations/types";
import { advanceRun } from "./advance-run";
import { PROBLEM_DAYS, PEOPLE_DAYS } from "./create-run";
import type { PlanCounts } from "./counts";
import { isListGone, stopForList } from "./find-list";
import { countRemovals, freezeLeavers, noteLeavers } from "./freeze-leavers";
import { inviteBatches } from "./invite-batches";
import { countFrozen, freezeMembers } from "./freeze-members";
import type { RunProblem } from "./move-run";
import { personSql } from "./person-sql";
import { claimPlanning, whileLeased } from "./plan-lease";
import { recordEvent } from "./record-event";
import { refreshStale } from "./refresh-stale";
import { loadRun } from "./run-context";
import { type RunSettings, runSettingsSchema } from "./settings-schema";
import { stopRun } from "./stop-run";
import { writeBatches, writeItems, writeSkipped } from "./write-plan";

/** Gives each custom property a place in the ledger's names, adding those that are new. */
async function placeProperties(
  client: PoolClient,
  run: Run,
  settings: RunSettings,
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ property_names: string[] }>(
    "SELECT property_names FROM ledger WHERE id = $1 FOR UPDATE",
    [run.ledgerId],
  );
  const names = [
    ...new Set([...(rows[0]?.property_names ?? []), ...settings.mapping.properties.map(({ name }) => name)]),
  ];
  await client.query("UPDATE ledger SET property_names = $2 WHERE id = $1", [run.ledgerId, names]);
  return new Map(names.map((name, place) => [name, place]));
}

/** In a transaction of its own, since making a table locks others out of making theirs. */
async function ensurePartitions(run: Run): Promise<void> {
  const days = [run.expiresOn, PROBLEM_DAYS - PEOPLE_DAYS];
  await pool().query("SELECT run_data.ensure_partitions($1::date)", days.slice(0, 1));
  await pool().query("SELECT run_data.ensure_partitions($1::date + $2::int)", days);
}

/** Why a run must not go on; a list is never emptied because nobody of the segments can be sent (rule 9). */
function problemOf(
  { mode }: Run,
  {
    counts,
    valid,
    leaving,
    limit,
  }: { counts: { members: number }; valid: number; leaving: number; limit: number },
): RunProblem | null {
  if (valid > limit) return { code: "limit_exceeded", params: { limit, over: valid - limit } };
  if (counts.members === 0 && mode !== "leave_list") return { code: "no_members" };
  return leaving > 0 ? { code: "nobody_left", params: { people: leaving } } : null;
}

/** Writes down all that the run will do. Answers why it must not go on, or null. */
async function freeze(client: PoolClient, run: Run, destination: Destination) {
  const parsed = runSettingsSchema.parse(run.settings);
  const settings =
    run.mode === "leave_list" ? { ...parsed, segments: [], leavers: "remove" as const } : parsed;
  const places = await placeProperties(client, run, settings);
  const person = personSql(settings.identifierField, settings.mapping, places);
  await freezeMembers(client, { ledgerId: run.ledgerId, settings, person, destination });
  const counts = await countFrozen(client);
  await freezeLeavers(client, run, settings.leavers);
  const valid = counts.add + counts.change + counts.unchanged;
  const leaving = valid > 0 || run.mode === "leave_list" ? 0 : await countRemovals(client);
  const problem = problemOf(run, { counts, valid, leaving, limit: settings.limit });
  if (problem) await client.query("DELETE FROM leaving");
  const { sends, removals } = await writeItems(client, run);
  await writeSkipped(client, run);
  const fields = settings.mapping.fields.length + settings.mapping.properties.length;
  const state = problem ? ("canceled" as const) : ("pending" as const);
  const batches = await writeBatches(client, run, { sends, removals, fields, destination, state });
  if (!problem) await noteLeavers(client, run);
  const plan: PlanCounts = { ...counts, remove: removals };
  return { plan, problem, batches, sends };
}

/** Freezing and its record commit together, and only for the holder of the claim. */
async function freezeAndRecord(run: Run): Promise<number> {
  const destination = requireDestination(runSettingsSchema.parse(run.settings).destination);
  await ensurePartitions(run);
  return inSqlTransaction(async (client) => {
    const { plan, problem, batches, sends } = await freeze(client, run, destination);
    const { rowCount } = await client.query(
      `UPDATE run SET plan = $3, planned_at = clock_timestamp(), phase = 'send', lease_until = NULL
       WHERE id = $1 AND epoch = $2 AND status = 'running'`,
      [run.id, run.epoch, JSON.stringify(plan)],
    );
    if (rowCount !== 1) throw new PlanSuperseded();
    const params = { members: plan.members, send: sends, remove: plan.remove, batches };
    await recordEvent(client, { runId: run.id, code: "planned", params });
    if (problem) {
      const status = problem.code === "limit_exceeded" ? "failed" : "skipped";
      await stopRun(client, run.id, { status, problem });
    } else await inviteBatches(client, run.id);
    await advanceRun(client, run.id);
    return sends + plan.remove;
  });
}

class PlanSuperseded extends Error {}

// Below this, no plan of a query is slow enough to matter.
const WORTH_COUNTING = 1_000;

/** Tells PostgreSQL how the day's partition has grown: it would take it for empty, and join row by row. */
async function countItems(run: Run, people: number): Promise<void> {
  if (people < WORTH_COUNTING) return;
  await pool().query(`ANALYZE run_data.item_${run.expiresOn.toISOString().slice(0, 10).replaceAll("-", "")}`);
}

/**
 * Plans a run: refreshes segments that are older than the data, then freezes in one transaction what will be done to
 * whom, as items and batches. A plan that another worker took over, or whose run was canceled meanwhile, leaves
 * nothing behind.
 */
export async function planRun(runId: string): Promise<void> {
  const run = await claimPlanning(runId);
  if (!run) return;
  await whileLeased(run, async () => {
    const context = await loadRun(run.id);
    if (await isListGone(context)) return stopForList(context);
    const failure = await refreshStale(run);
    if (failure) {
      await inSqlTransaction(async (client) => {
        await stopRun(client, run.id, { status: "skipped", problem: failure });
        await advanceRun(client, run.id);
      });
      return;
    }
    await prisma().run.updateMany({ where: { id: run.id, epoch: run.epoch }, data: { phase: "plan" } });
    const people = await freezeAndRecord(run).catch((error: Error) => {
      if (!(error instanceof PlanSuperseded)) throw error;
      return 0;
    });
    await countItems(run, people);
  });
}
