import { type Actor, can, canUseConnection, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { requireDestination } from "@/lib/destinations/registry";
import { type BatchSums, sumBatches } from "./progress/batch-sums";
import { heldSchema } from "./plan/brake";
import { type RunResult, planCountsSchema, resultSchema } from "./counts";
import { findRun, type FoundRun } from "./find-run";
import { findTimeLeft } from "./progress/find-time-left";
import { listRunEvents } from "./progress/list-run-events";
import type { ProblemParams } from "./problem-values";
import { toOutcomeCounts } from "./outcomes/outcome-counts";
import { phases, progressOf } from "./progress/progress";
import { isActive } from "./transitions";

const HISTORY_SIZE = 50;

/** The newest runs of an export, as its history shows them. */
export async function listRuns(actor: Actor, input: { exportId: string; limit?: number }) {
  requirePermission(actor, "export:read");
  const rows = await prisma().run.findMany({
    where: { exportId: input.exportId },
    orderBy: { number: "desc" },
    take: input.limit ?? HISTORY_SIZE,
    include: { startedBy: { select: { name: true } }, apiToken: { select: { name: true } } },
  });
  const sums = await sumBatches(rows.filter((row) => row.plan && !row.result).map(({ id }) => id));
  const now = new Date();
  return rows.map((row) => ({
    id: row.id,
    number: Number(row.number),
    status: row.status,
    reason: row.reason,
    startedBy: starterOf(row),
    createdAt: row.createdAt.toISOString(),
    seconds: row.startedAt ? secondsBetween(row.startedAt, row.finishedAt ?? now) : null,
    figures: toFigures(row, sums.get(row.id) ?? null),
  }));
}
export type RunLine = Awaited<ReturnType<typeof listRuns>>[number];

/** The person who asked for it, or the token of the program that did; null where neither is there any more. */
function starterOf(row: { startedBy: { name: string } | null; apiToken: { name: string } | null }) {
  return row.startedBy?.name ?? row.apiToken?.name ?? null;
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
}

function toFigures(row: { plan: unknown; result: unknown }, sums: BatchSums | null) {
  const counts = toOutcomeCounts({ ...parseCounts(row), sums });
  if (!counts) return null;
  const { added, changed, rejected, removed } = counts.outcomes;
  return { sent: added + changed, rejected, removed };
}

function parseCounts({ plan, result }: { plan: unknown; result: unknown }) {
  return {
    plan: plan ? planCountsSchema.parse(plan) : null,
    result: result ? resultSchema.parse(result) : null,
  };
}

/** Everything the page of a run shows, people aside. Throws NotFound. */
export async function getRun(actor: Actor, runId: string) {
  requirePermission(actor, "export:read");
  const run = await findRun(runId);
  const sums = (await sumBatches([run.id])).get(run.id) ?? null;
  const { plan, result } = parseCounts(run);
  const facts = { plan, sums, isActive: isActive(run.status), now: new Date() };
  return {
    id: run.id,
    number: Number(run.number),
    export: { id: run.export.id, name: run.export.name, isRemoved: run.export.removedAt !== null },
    connection: toConnection(actor, run),
    list: { id: run.listId, name: run.settings.listName },
    leavers: run.settings.leavers,
    mode: run.mode,
    reason: run.reason,
    startedBy: starterOf(run),
    status: run.status,
    phase: run.phase,
    wait: run.waitCode ? { code: run.waitCode, until: run.waitUntil?.toISOString() ?? null } : null,
    problem: run.problemCode ? { code: run.problemCode, params: run.problemParams as ProblemParams } : null,
    plan,
    hold: run.status === "held" ? heldSchema.parse(run.hold) : null,
    counts: toOutcomeCounts({ plan, sums, result }),
    imports: sums?.imports ?? 0,
    requests: run.requests,
    progress: progressOf(run.phase, facts),
    secondsLeft: await findTimeLeft(run, {
      destination: requireDestination(run.settings.destination),
      reservePercent: run.connection.reservePercent,
      now: facts.now,
    }),
    phases: phases.map((phase) => progressOf(phase, facts)),
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    plannedAt: run.plannedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    settledAt: run.settledAt?.toISOString() ?? null,
    seconds: run.startedAt ? secondsBetween(run.startedAt, run.finishedAt ?? facts.now) : null,
    expiresOn: run.expiresOn.toISOString().slice(0, 10),
    cancelRequestedAt: run.cancelRequestedAt?.toISOString() ?? null,
    canceledBy: run.canceledBy?.name ?? null,
    log: await listRunEvents(run.id),
    canRelease: run.status === "held" && can(actor, "run:approve"),
    canRetry: run.settledAt !== null && mayRun(actor, run) && hasFailures(result),
    canCancel: isActive(run.status) && !run.cancelRequestedAt && mayRun(actor, run),
  };
}
export type RunDetail = Awaited<ReturnType<typeof getRun>>;

/** Whether there is anybody a retry would send. */
function hasFailures(result: RunResult | null): boolean {
  const { rejected = 0, unconfirmed = 0, not_sent = 0 } = result?.outcomes ?? {};
  return rejected + unconfirmed + not_sent > 0;
}

/** Everybody is told which connection it is; only administrators can open it. */
function toConnection(actor: Actor, { connection }: FoundRun) {
  const { id, name, destination, status, attentionCode, attentionParams } = connection;
  const isRemoved = status === "removed";
  return {
    id,
    name,
    destination,
    isRemoved,
    canOpen: !isRemoved && can(actor, "connection:manage"),
    attention: attentionCode ? { code: attentionCode, params: attentionParams as ProblemParams } : null,
  };
}

function mayRun(actor: Actor, { connection }: FoundRun): boolean {
  return can(actor, "export:run") && canUseConnection(actor, connection);
}
