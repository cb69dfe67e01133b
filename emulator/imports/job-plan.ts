import { z } from "zod";
import type { Random } from "../random.ts";
import type { JobFate } from "./import-job.ts";

const percent = z.number().min(0).max(100);
const failRows = z.strictObject({
  count: z.int().nonnegative().optional(),
  percent: percent.optional(),
  code: z.string().optional(),
  detail: z.string().optional(),
});

/** How jobs behave unless a fault rule says otherwise for one of them. */
export const jobPlanSchema = z.strictObject({
  startMs: z.number().nonnegative(),
  workMs: z.number().nonnegative(),
  /** Suppressions take 2 to 4 hours live (contract 7.11); erasure has no published time. */
  suppressionMs: z.number().nonnegative(),
  erasureMs: z.number().nonnegative(),
  cancelledPercent: percent,
  stuckPercent: percent,
  vanishedPercent: percent,
  failRows: failRows.nullable(),
  loseRows: z.int().nonnegative(),
});

export type JobPlan = z.infer<typeof jobPlanSchema>;

export const defaultJobPlan: JobPlan = {
  startMs: 300,
  workMs: 700,
  suppressionMs: 2 * 3_600_000,
  erasureMs: 1000,
  cancelledPercent: 0,
  stuckPercent: 0,
  vanishedPercent: 0,
  failRows: null,
  loseRows: 0,
};

/** The override a fault rule may give to the job it meets. */
export const jobFateSchema = z
  .strictObject({
    ending: z.enum(["complete", "cancelled", "stuckQueued", "stuckProcessing", "vanished"]),
    startMs: z.number().nonnegative(),
    workMs: z.number().nonnegative(),
    failRows,
    loseRows: z.int().nonnegative(),
    doneBeforeCancelPercent: percent,
  })
  .partial();

/** Throws the dice once for one job. */
export function decideFate(plan: JobPlan, random: Random, override: Partial<JobFate> = {}): JobFate {
  const roll = random() * 100;
  const cancelled = plan.cancelledPercent;
  const stuck = cancelled + plan.stuckPercent;
  const ending =
    roll < cancelled
      ? "cancelled"
      : roll < stuck
        ? "stuckProcessing"
        : roll < stuck + plan.vanishedPercent
          ? "vanished"
          : "complete";
  return {
    ending,
    startMs: plan.startMs,
    workMs: plan.workMs,
    failRows: plan.failRows,
    loseRows: plan.loseRows,
    doneBeforeCancelPercent: 0,
    ...override,
  };
}
