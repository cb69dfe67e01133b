import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";

/** A grey shape where content will be. Give it the size of that content. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cn("block h-4 rounded-small bg-line motion-safe:animate-pulse", className)}
    />
  );
}

// Uneven widths, so that the grey looks like words and not like a fence.
const widths = ["w-3/5", "w-2/5", "w-1/2", "w-1/3", "w-2/5"];

/** The shape of a table that is still on its way. */
export function TableSkeleton({ columns, rows }: { columns: number; rows: number }) {
  const t = useTranslations("ui");
  return (
    <div className="rounded-panel border border-line bg-surface">
      <p role="status" className="sr-only">
        {t("loading")}
      </p>
      {Array.from({ length: rows + 1 }, (_, row) => (
        <div key={row} className="flex gap-4 border-b border-line px-4 py-3 last:border-0">
          {Array.from({ length: columns }, (_, column) => (
            <div key={column} className="flex-1">
              <Skeleton
                className={row === 0 ? "h-3 w-1/4" : `h-3 ${widths[(row + column) % widths.length]}`}
              />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
