import type { RunDetail } from "@/lib/runs/queries";
import { isActive } from "@/lib/runs/transitions";

export type PhaseState = "done" | "current" | "upcoming" | "stopped";

const order = ["refresh", "plan", "send", "confirm", "remove", "settle"] as const;

/** Where `phase` stands: of a run that was stopped, what was not done before stays undone, save what is followed. */
export function phaseState(
  run: Pick<RunDetail, "status" | "phase" | "phases">,
  phase: RunDetail["phase"],
): PhaseState {
  if (run.status === "queued") return "upcoming";
  if (phase === run.phase) return "current";
  const isPast = order.indexOf(phase) < order.indexOf(run.phase);
  if (isActive(run.status)) return isPast ? "done" : "upcoming";
  const progress = run.phases.find((one) => one.phase === phase);
  const isWhole = !progress?.total || progress.done >= progress.total;
  if (phase === "settle") return "upcoming";
  return isPast && isWhole ? "done" : "stopped";
}
