"use client";
import { Check, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { StepperStep } from "@/components/ui/stepper";

const markers: Record<StepperStep["state"], string> = {
  done: "border-transparent bg-accent-soft text-accent",
  current: "border-transparent bg-accent text-on-accent",
  upcoming: "border-line-strong text-quiet",
  attention: "border-transparent bg-warning-soft text-warning",
};

type StepProps = { step: StepperStep; number: number; isLast: boolean };

/** One row of a `Stepper`. */
export function Step({ step, number, isLast }: StepProps) {
  const t = useTranslations("ui");
  const { title, state, summary, content, onEdit } = step;
  const isCurrent = state === "current";
  return (
    <li aria-current={isCurrent ? "step" : undefined} className="flex gap-3 sm:gap-4">
      <div aria-hidden className="flex flex-col items-center">
        <Marker state={state} number={number} />
        {!isLast && <span className="my-1 w-px flex-1 bg-line" />}
      </div>
      <div className={cn("flex min-w-0 flex-1 flex-col gap-1 pt-0.5", !isLast && "pb-6")}>
        <div className="flex items-start justify-between gap-4">
          <h2 className={cn("text-base font-semibold", state === "upcoming" && "font-medium text-quiet")}>
            {title}
            <span className="sr-only"> ({t(`stepState.${state}`)})</span>
          </h2>
          {onEdit && !isCurrent && (
            <Button
              size="small"
              variant="quiet"
              onPress={onEdit}
              aria-label={t("editStep", { title })}
              className="-my-1 -me-2 text-accent"
            >
              {t("edit")}
            </Button>
          )}
        </div>
        {!isCurrent && summary && <div className="text-quiet">{summary}</div>}
        {isCurrent && content && <div className="pt-2">{content}</div>}
      </div>
    </li>
  );
}

function Marker({ state, number }: { state: StepperStep["state"]; number: number }) {
  return (
    <span
      className={cn(
        "flex size-6 shrink-0 items-center justify-center rounded-full border text-xs font-semibold tabular-nums",
        markers[state],
      )}
    >
      {state === "done" && <Check className="size-3.5" strokeWidth={2.5} />}
      {state === "attention" && <TriangleAlert className="size-3.5" />}
      {(state === "current" || state === "upcoming") && number}
    </span>
  );
}
