"use client";
import type { ReactNode } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";

type IconButtonProps = Omit<ButtonProps, "children" | "aria-label"> & { label: string; icon: ReactNode };

/** A button whose picture is known well enough; its words are in the tooltip. */
export function IconButton({ label, icon, variant = "quiet", size, className, ...props }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <Button
        {...props}
        aria-label={label}
        variant={variant}
        size={size}
        icon={icon}
        className={cn("aspect-square px-0", size === "small" ? "min-w-7" : "min-w-8", className)}
      />
    </Tooltip>
  );
}
