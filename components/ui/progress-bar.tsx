"use client";
import type { ReactNode } from "react";
import { Label, ProgressBar as AriaProgressBar } from "react-aria-components";
import { cn } from "@/components/ui/cn";

type ProgressBarProps = {
  label: string;
  value?: number;
  max?: number;
  /** Counts, rate, time left. */
  detail?: ReactNode;
  indeterminate?: boolean;
  className?: string;
};

/** How far a long piece of work has come. */
export function ProgressBar({
  label,
  value = 0,
  max = 100,
  detail,
  indeterminate,
  className,
}: ProgressBarProps) {
  return (
    <AriaProgressBar
      value={value}
      maxValue={max}
      isIndeterminate={indeterminate}
      className={cn("flex flex-col gap-1.5", className)}
    >
      {({ percentage, valueText }) => (
        <>
          <div className="flex items-baseline justify-between gap-4">
            <Label className="font-medium">{label}</Label>
            {!indeterminate && <span className="text-dense text-quiet tabular-nums">{valueText}</span>}
          </div>
          <div className="h-1.5 overflow-hidden rounded-full bg-line">
            <div
              className={cn(
                "h-full rounded-full bg-accent transition-[width]",
                indeterminate &&
                  "w-1/3 motion-safe:animate-[crossing_1.6s_ease-in-out_infinite_alternate] motion-reduce:w-full motion-reduce:opacity-40",
              )}
              style={indeterminate ? undefined : { width: `${percentage ?? 0}%` }}
            />
          </div>
          {detail && <div className="text-dense text-quiet tabular-nums">{detail}</div>}
        </>
      )}
    </AriaProgressBar>
  );
}
