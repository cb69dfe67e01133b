import { z } from "zod";
import { type RetentionRule, retentionRuleNames, ruleOf } from "./rules";

/** What an administrator may choose for a rule; null where it is not theirs to choose. */
export function boundsOf(rule: RetentionRule): { least: number; most: number } | null {
  const { kept } = ruleOf(rule);
  return kept.kind === "chosen" ? { least: kept.least, most: kept.most } : null;
}

export const changeRetentionSchema = z
  .object({
    rule: z.enum(retentionRuleNames),
    days: z.number({ error: "required" }).int("not_a_whole_number"),
  })
  .superRefine(({ rule, days }, context) => {
    const bounds = boundsOf(rule);
    if (bounds && days >= bounds.least && days <= bounds.most) return;
    const params = bounds ?? { least: 0, most: 0 };
    context.addIssue({ code: "custom", path: ["days"], message: "days_out_of_bounds", params });
  });
export type ChangeRetentionInput = z.infer<typeof changeRetentionSchema>;
