import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type KeyValuesProps = { items: { label: string; value: ReactNode }[]; className?: string };

/** Facts about one thing, name beside value. */
export function KeyValues({ items, className }: KeyValuesProps) {
  return (
    <dl
      className={cn(
        "flex flex-col gap-y-3 sm:grid sm:grid-cols-[minmax(8rem,max-content)_1fr] sm:gap-x-8",
        className,
      )}
    >
      {items.map(({ label, value }) => (
        <div key={label} className="min-w-0 sm:contents">
          <dt className="text-quiet">{label}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
