import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { chosenDays } from "./delete-old";
import { type RetentionRule, retentionRuleNames, ruleOf } from "./rules";

/** How long something is kept now. */
export interface RetentionLine {
  id: RetentionRule;
  kept: ReturnType<typeof ruleOf>["kept"];
  /** Where it may be chosen: what holds now. */
  days: number | null;
  /** Rows that went last night; null where nothing goes at night. */
  deleted: number | null;
}

/** All rules as they hold now, and when old rows were last deleted. */
export async function getRetention(actor: Actor) {
  requirePermission(actor, "privacy:erase");
  const chosen = await chosenDays();
  const last = await prisma().retentionRun.findUnique({ where: { id: 1 } });
  const deleted = (last?.deleted ?? {}) as Partial<Record<string, number>>;
  const lines = retentionRuleNames.map((id): RetentionLine => {
    const { kept, when } = ruleOf(id);
    const days = kept.kind === "chosen" ? (chosen.get(id) ?? kept.days) : null;
    return { id, kept, days, deleted: when === "night" ? (deleted[id] ?? null) : null };
  });
  return { lines, lastNight: last?.endedAt.toISOString() ?? null };
}
