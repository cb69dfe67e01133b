"use client";
import { useFormatter, useNow } from "next-intl";

const DAY_MS = 86_400_000;

/** A moment: "5 minutes ago" within a day, with the exact time on hover; the exact time otherwise. */
export function RelativeTime({ at, className }: { at: Date | string; className?: string }) {
  const format = useFormatter();
  // The first render uses the server's clock, so that the browser finds the same words.
  const now = useNow({ updateInterval: 30_000 });
  const date = new Date(at);
  const exact = format.dateTime(date, { dateStyle: "medium", timeStyle: "short" });
  const isNear = Math.abs(now.getTime() - date.getTime()) < DAY_MS;
  return (
    <time
      dateTime={date.toISOString()}
      title={isNear ? exact : undefined}
      className={className}
      suppressHydrationWarning
    >
      {isNear ? format.relativeTime(date, now) : exact}
    </time>
  );
}
