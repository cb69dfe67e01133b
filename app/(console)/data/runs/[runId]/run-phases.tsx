"use client";
import { Check, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDuration } from "@/components/runs/use-duration";
import { cn } from "@/components/ui/cn";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { PhaseProgress } from "@/lib/runs/progress/progress";
import type { RunDetail } from "@/lib/runs/queries";
import { isActive } from "@/lib/runs/transitions";
import { type PhaseState, phaseState } from "./phase-state";

/** The way of a run, how far each part of it is, and the present one with its pace and the time it will take. */
export function RunPhases({ run }: { run: RunDetail }) {
  return (
    <div className="flex flex-col gap-5">
      <ol className="grid gap-x-3 gap-y-2 sm:grid-cols-3 lg:grid-cols-6">
        {run.phases.map((progress) => (
          <Phase key={progress.phase} progress={progress} state={phaseState(run, progress.phase)} />
        ))}
      </ol>
      {run.status !== "queued" && <Present run={run} />}
    </div>
  );
}

const lines: Record<PhaseState, string> = {
  done: "border-accent",
  current: "border-accent",
  upcoming: "border-line",
  stopped: "border-line",
};

const words: Record<PhaseState, string> = {
  done: "",
  current: "font-semibold",
  upcoming: "text-quiet",
  stopped: "text-quiet",
};

function Phase({ progress, state }: { progress: PhaseProgress; state: PhaseState }) {
  const t = useTranslations("runs");
  const { phase, done, total } = progress;
  return (
    <li
      aria-current={state === "current" ? "step" : undefined}
      className={cn(
        "flex justify-between gap-x-3 border-s-2 ps-2.5",
        "sm:flex-col sm:justify-start sm:border-s-0 sm:border-t-2 sm:ps-0 sm:pt-2",
        lines[state],
      )}
    >
      <span className={cn("flex items-center gap-1.5", words[state])}>
        {state === "done" && (
          <Check aria-hidden className="size-3.5 shrink-0 text-accent" strokeWidth={2.5} />
        )}
        {state === "stopped" && <Minus aria-hidden className="size-3.5 shrink-0" />}
        {t(`phase.${phase}`)}
        <span className="sr-only"> ({t(`phaseState.${state}`)})</span>
      </span>
      {total !== null && (
        <span className="text-dense text-quiet tabular-nums">
          {total === 0 ? t("phaseNobody") : t("phaseCount", { done, total })}
        </span>
      )}
    </li>
  );
}

/** Waiting stands still, so it has no pace. */
function Present({ run }: { run: RunDetail }) {
  const t = useTranslations("runs");
  const { about } = useDuration();
  const { phase, done, total, perSecond } = run.progress;
  const isMoving = run.status === "running" || !isActive(run.status);
  const pace = [
    isMoving && perSecond !== null && t("perSecond", { rate: roundPace(perSecond) }),
    run.secondsLeft !== null && t("timeLeft", { time: about(run.secondsLeft) }),
  ].filter(Boolean);
  return (
    <ProgressBar
      label={t(`phase.${phase}`)}
      value={done}
      max={total ?? undefined}
      indeterminate={!total && isMoving}
      detail={pace.length > 0 && pace.join(" · ")}
    />
  );
}

/** Two figures are as much as a pace can tell. */
function roundPace(perSecond: number): number {
  return Number(perSecond.toPrecision(2));
}
