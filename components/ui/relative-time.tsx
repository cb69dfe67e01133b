"use client";
import { useFormatter, useNow } from "next-intl";

const DAY_MS = 86_400_000;
const UPDATE_MS = 30_000;

/** A moment: "5 minutes ago" within a day, with the exact time on hover; the exact time otherwise. */
export function RelativeTime({ at, className }: { at: Date | string; className?: string }) {
  const format = useFormatter();
  // The first render uses the server's clock, so that the browser finds the same words.
  const now = useNow({ updateInterval: UPDATE_MS });
  const date = new Date(at);
  const exact = format.dateTime(date, { dateStyle: "medium", timeStyle: "short" });
  // The clock here is behind by up to an interval; what has just happened must not lie in the future.
  const isJustNow = date > now && date.getTime() - now.getTime() < UPDATE_MS;
  const isNear = Math.abs(now.getTime() - date.getTime()) < DAY_MS;
  return (
    <time
      dateTime={date.toISOString()}
      title={isNear ? exact : undefined}
      className={className}
      suppressHydrationWarning
    >
      {isNear ? format.relativeTime(date, isJustNow ? date : now) : exact}
    </time>
  );
}
