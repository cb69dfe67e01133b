"use client";
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { cn } from "@/components/ui/cn";

type FootButtonProps = {
  label: string;
  icon: ReactNode;
  children: ReactNode;
  collapses?: boolean;
  className?: string;
};

/** A setting at the foot of the navigation: a picture and its present value. */
export function FootButton({ label, icon, children, collapses, className }: FootButtonProps) {
  return (
    <Button
      className={cn(
        "flex min-h-8 w-full cursor-pointer items-center gap-2.5 rounded-control px-2.5 text-start transition-colors",
        "hover:bg-surface-2 focus-visible:-outline-offset-2 pointer-coarse:min-h-10",
        "[&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-quiet",
        collapses && "max-lg:justify-center max-lg:px-0",
        className,
      )}
    >
      {icon}
      <span className={cn("min-w-0 flex-1 truncate", collapses && "max-lg:sr-only")}>
        <span className="sr-only">{label}: </span>
        {children}
      </span>
    </Button>
  );
}
