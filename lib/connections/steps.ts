/** The documented steps, in the documented order. */
export const steps = ["name", "access", "key", "consent", "connect", "oauth", "exportUser", "save"] as const;
export type Step = (typeof steps)[number];

/** What tells how far a connection is. */
export interface Progress {
  isAccessChosen: boolean;
  keyLastFour: string | null;
  oauthAt: Date | null;
  isOauthPassed: boolean;
  hasConsent: boolean;
  checkedAt: Date | null;
  exportUserId: string | null;
  status: "draft" | "active" | "needs_attention" | "consent_withdrawn" | "removed";
}

/** Whether each step is done, by itself. */
function doneSteps(progress: Progress): Record<Step, boolean> {
  return {
    name: true,
    access: progress.isAccessChosen,
    key: progress.keyLastFour !== null || progress.oauthAt !== null,
    consent: progress.hasConsent,
    connect: progress.checkedAt !== null,
    oauth: progress.oauthAt !== null || progress.isOauthPassed,
    exportUser: progress.exportUserId !== null,
    save: progress.status !== "draft",
  };
}

/** The first step that is not done; null when all are. Each step opens when the one before is done. */
export function currentStep(progress: Progress): Step | null {
  const done = doneSteps(progress);
  return steps.find((step) => !done[step]) ?? null;
}

/** Whether `step` may be taken now: all before it are done. */
export function isStepOpen(progress: Progress, step: Step): boolean {
  const done = doneSteps(progress);
  return steps.slice(0, steps.indexOf(step)).every((before) => done[before]);
}
