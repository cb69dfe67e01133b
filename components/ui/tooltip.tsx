"use client";
import type { ReactNode } from "react";
import {
  Tooltip as AriaTooltip,
  TooltipTrigger,
  type TooltipProps as AriaTooltipProps,
} from "react-aria-components";
import { cn } from "@/components/ui/cn";

type TooltipProps = {
  text: ReactNode;
  placement?: AriaTooltipProps["placement"];
  isDisabled?: boolean;
  className?: string;
  /** A focusable element of this kit: a button or a link. */
  children: ReactNode;
};

/** A few words about a button or link, on hover and on focus. Never the only place where something is said. */
export function Tooltip({ text, placement = "top", isDisabled, className, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0} isDisabled={isDisabled}>
      {children}
      <AriaTooltip
        placement={placement}
        offset={6}
        className={cn(
          "max-w-72 rounded-control bg-text px-2 py-1 text-xs text-page shadow-float",
          "transition-opacity entering:opacity-0 exiting:opacity-0",
          className,
        )}
      >
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
