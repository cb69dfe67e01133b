import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { holdSchema } from "./plan/brake";
import { planCountsSchema } from "./counts";

const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A dry run: how far it is, and what it found. Throws NotFound. */
export async function getPlan(actor: Actor, planId: string) {
  requirePermission(actor, "export:read");
  const row = idPattern.test(planId) ? await prisma().exportPlan.findUnique({ where: { id: planId } }) : null;
  if (!row) throw new NotFound("plan", planId);
  return {
    id: row.id,
    status: row.status,
    counts: row.counts ? planCountsSchema.parse(row.counts) : null,
    calls: row.calls,
    seconds: row.seconds,
    hold: row.hold ? holdSchema.parse(row.hold) : null,
    problem: row.problemCode
      ? { code: row.problemCode, params: row.problemParams as Record<string, string | number> }
      : null,
    at: row.finishedAt?.toISOString() ?? null,
  };
}
export type PlanDetail = Awaited<ReturnType<typeof getPlan>>;
