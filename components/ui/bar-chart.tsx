"use client";
import Link from "next/link";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { cn } from "@/components/ui/cn";

export interface Bar {
  id: string;
  /** What it is of, such as a run with its day. */
  name: string;
  value: number;
  href: string;
}

interface BarChartProps {
  label: string;
  bars: Bar[];
  format: (value: number) => string;
  tone?: "neutral" | "bad";
  /** The bar that is looked at, in this chart or in one beside it. */
  activeId?: string;
  onActiveChange: (id: string | undefined) => void;
}

// Fewer bars are not made wider than this many would be.
const LEAST_SLOTS = 15;
const tones = { neutral: "bg-waiting/70", bad: "bg-bad" };

/** One figure over time, a link for each bar; one tab stop, arrow keys within. A table has to say the same. */
export function BarChart({ label, bars, format, tone = "neutral", activeId, onActiveChange }: BarChartProps) {
  const list = useRef<HTMLUListElement>(null);
  const most = Math.max(0, ...bars.map(({ value }) => value));
  const last = bars.length - 1;
  const active = bars.findIndex(({ id }) => id === activeId);
  const shown = bars[active === -1 ? last : active];

  function onKeyDown(event: KeyboardEvent) {
    const now = active === -1 ? last : active;
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    list.current?.querySelectorAll("a")[Math.min(last, Math.max(0, next))]?.focus();
  }

  return (
    <figure className="flex min-w-0 flex-col gap-1.5">
      <figcaption className="flex items-baseline justify-between gap-2">
        <span className="text-dense text-quiet">{label}</span>
        <span aria-hidden className="font-semibold tabular-nums">
          {shown && format(shown.value)}
        </span>
      </figcaption>
      <ul ref={list} aria-label={label} className="relative flex h-20 border-b border-line-strong">
        {bars.map((bar, index) => (
          <li key={bar.id} className="h-full" style={{ width: `${100 / slotsOf(bars)}%` }}>
            <Link
              href={bar.href}
              aria-label={`${bar.name}: ${format(bar.value)}`}
              tabIndex={index === (active === -1 ? last : active) ? 0 : -1}
              onKeyDown={onKeyDown}
              onMouseEnter={() => onActiveChange(bar.id)}
              onMouseLeave={() => onActiveChange(undefined)}
              onFocus={() => onActiveChange(bar.id)}
              onBlur={() => onActiveChange(undefined)}
              className={cn(
                "peer flex h-full items-end rounded-small px-px transition-colors focus-visible:-outline-offset-2",
                index === active && "bg-accent-soft",
              )}
            >
              <span
                style={{ height: most === 0 ? 0 : `${(bar.value / most) * 100}%` }}
                className={cn(
                  "w-full rounded-t-[2px] transition-colors",
                  bar.value > 0 && "min-h-0.5",
                  index === active ? "bg-accent" : tones[tone],
                )}
              />
            </Link>
            <Tip at={((index + 0.5) / slotsOf(bars)) * 100}>
              {bar.name}: <b className="font-semibold">{format(bar.value)}</b>
            </Tip>
          </li>
        ))}
      </ul>
    </figure>
  );
}

function slotsOf(bars: Bar[]): number {
  return Math.max(LEAST_SLOTS, bars.length);
}

/** Beside the bar that is hovered or has the focus; it never leaves the width of the chart. */
function Tip({ at, children }: { at: number; children: ReactNode }) {
  return (
    <span
      aria-hidden
      style={{ insetInlineStart: `${at}%`, transform: `translateX(-${at}%)` }}
      className="pointer-events-none absolute top-full z-10 mt-1 hidden w-max max-w-full rounded-control bg-text px-2 py-1 text-xs text-page shadow-float peer-hover:block peer-focus-visible:block"
    >
      {children}
    </span>
  );
}
