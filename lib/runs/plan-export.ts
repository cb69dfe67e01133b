import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction, prisma } from "@/lib/db";
import { requireDestination } from "@/lib/destinations/registry";
import { type Result, accepted, refused } from "@/lib/errors";
import { lockExport } from "@/lib/exports/find-export";
import { enqueue } from "@/lib/jobs/enqueue";
import { type Frozen, freeze } from "./plan/freeze";
import { type PlanCost, planCost } from "./plan/plan-cost";
import { refreshSegments } from "./plan/refresh-stale";
import { toRunSettings } from "./to-run-settings";
import { recordsPerBatch } from "./plan/write-plan";

// A worker that died with it is not waited for longer.
const LONGEST_MS = 10 * 60_000;

/**
 * Asks for a dry run: what a run would do now, to the person, without sending anything. One that is under way is
 * answered again. Refuses a detached export.
 */
export async function planExport(
  actor: Actor,
  input: { exportId: string },
): Promise<Result<{ planId: string }>> {
  requirePermission(actor, "export:run");
  return prisma().$transaction(async (tx) => {
    const found = await lockExport(tx, actor, input.exportId, "export:run");
    if (!found.connectionId) return refused("connection_detached");
    const open = await tx.exportPlan.findFirst({
      where: {
        exportId: found.id,
        status: { in: ["queued", "planning"] },
        createdAt: { gt: new Date(Date.now() - LONGEST_MS) },
      },
    });
    if (open) return accepted({ planId: open.id });
    const requestedById = actor.kind === "user" ? actor.id : null;
    const { id: planId } = await tx.exportPlan.create({ data: { exportId: found.id, requestedById } });
    await enqueue(tx, "export.plan", { planId }, { key: planId });
    return accepted({ planId });
  });
}

type Planned = Frozen & PlanCost;

/** Freezes as a run would, and throws everything away but the numbers. */
async function dryRun(exportId: string): Promise<Planned> {
  const row = await prisma().export.findUniqueOrThrow({
    where: { id: exportId },
    include: { connection: true },
  });
  const { connection } = row;
  if (!connection?.accountId) throw new Error(`Export ${exportId} has no connection to plan for.`);
  const settings = await toRunSettings(prisma(), row, connection.exportLimit);
  const destination = requireDestination(settings.destination);
  const refresh = await refreshSegments([...settings.segments, ...settings.excludedSegments]);
  const key = { exportId, accountId: connection.accountId, listId: row.listId };
  const ledger = await prisma().ledger.upsert({
    where: { exportId_accountId_listId: key },
    create: key,
    update: {},
  });
  const subject = { mode: "changes" as const, ...key, ledgerId: ledger.id, retryOf: null, again: null };
  return inSqlTransaction(async (client) => {
    const frozen = await freeze(client, subject, { settings, destination, limits: connection });
    const { add, change, remove } = frozen.plan;
    const size = await recordsPerBatch(client, { sends: add + change, settings, destination });
    const { reservePercent } = connection;
    const work = { imports: Math.ceil((add + change) / size), leavers: remove };
    const cost = planCost(work, { destination, reservePercent });
    return { ...frozen, ...cost, problem: refresh.problem ?? frozen.problem };
  });
}

/** Does a dry run that was asked for, and keeps its numbers. */
export async function makePlan(planId: string): Promise<void> {
  const { count } = await prisma().exportPlan.updateMany({
    where: { id: planId, status: { not: "ready" } },
    data: { status: "planning" },
  });
  if (count === 0) return;
  const { exportId } = await prisma().exportPlan.findUniqueOrThrow({ where: { id: planId } });
  const planned = await dryRun(exportId).catch(async (error: Error) => {
    await prisma().exportPlan.updateMany({ where: { id: planId }, data: { status: "failed" } });
    throw error;
  });
  const { plan, calls, seconds, hold, problem } = planned;
  await prisma().exportPlan.updateMany({
    where: { id: planId },
    data: {
      status: "ready",
      counts: plan,
      calls,
      seconds,
      ...(hold && { hold }),
      problemCode: problem?.code ?? null,
      problemParams: problem?.params ?? {},
      finishedAt: new Date(),
    },
  });
}
