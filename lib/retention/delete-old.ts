import { pool, prisma } from "@/lib/db";
import { type RetentionRule, intervalOf, retentionRuleNames, ruleOf } from "./rules";

/** What administrators chose instead of the defaults. */
export async function chosenDays(): Promise<Map<string, number>> {
  const rows = await prisma().retentionSetting.findMany();
  return new Map(rows.map(({ rule, days }) => [rule, days]));
}

/** Deletes what is too old by the rules of a time. Answers the rows by rule. */
export async function deleteOld(when: "sweep" | "night"): Promise<Partial<Record<RetentionRule, number>>> {
  const chosen = when === "night" ? await chosenDays() : new Map<string, number>();
  const deleted: Partial<Record<RetentionRule, number>> = {};
  for (const name of retentionRuleNames) {
    const rule = ruleOf(name);
    const interval = intervalOf(rule, chosen.get(name));
    if (rule.when !== when || interval === null) continue;
    let rows = 0;
    for (const statement of rule.statements ?? [])
      rows += (await pool().query(statement, [interval])).rowCount ?? 0;
    deleted[name] = rows;
  }
  return deleted;
}
