"use client";
import type { ReactNode } from "react";
import { Link } from "react-aria-components";
import { cn } from "@/components/ui/cn";
import type { StatusTone } from "@/components/ui/status-pill";

const tones: Record<StatusTone, string> = {
  good: "text-good",
  working: "text-working",
  waiting: "text-waiting",
  warning: "text-warning",
  bad: "text-bad",
  off: "text-quiet",
};

type FigureProps = { label: string; value: ReactNode; href?: string; tone?: StatusTone; className?: string };

/** A number that matters, with its name. One that stands for people leads to them. */
export function Figure({ label, value, href, tone, className }: FigureProps) {
  const number = (
    <span className={cn("text-figure font-semibold tracking-[-0.02em] tabular-nums", tone && tones[tone])}>
      {value}
    </span>
  );
  const name = <span className="text-dense text-quiet">{label}</span>;
  if (!href) {
    return (
      <div className={cn("flex flex-col-reverse", className)}>
        {number}
        {name}
      </div>
    );
  }
  return (
    <Link
      href={href}
      className={cn(
        "flex flex-col-reverse rounded-control no-underline *:last:underline *:last:decoration-line-strong *:last:underline-offset-2 hover:*:last:text-text hover:*:last:decoration-current",
        className,
      )}
    >
      {number}
      {name}
    </Link>
  );
}
