import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** A quiet box that holds what belongs together. Never put one into another. */
export function Panel({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div className={cn("rounded-panel border border-line bg-surface p-4 md:p-5", className)}>{children}</div>
  );
}
