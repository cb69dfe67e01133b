"use client";
import { LoaderCircle } from "lucide-react";
import { ProgressBar } from "react-aria-components";
import { cn } from "@/components/ui/cn";

/** Something short is under way and nobody knows how long it takes. */
export function Spinner({ label, className }: { label: string; className?: string }) {
  return (
    <ProgressBar isIndeterminate aria-label={label} className={cn("inline-flex", className)}>
      <LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" />
    </ProgressBar>
  );
}
