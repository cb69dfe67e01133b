"use client";
import type { ReactNode } from "react";
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from "react-aria-components";
import { cn } from "@/components/ui/cn";

type SwitchProps = Omit<AriaSwitchProps, "className" | "children"> & {
  description?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** On or off, for a thing that runs or rests. */
export function Switch({ description, className, children, ...props }: SwitchProps) {
  return (
    <AriaSwitch
      {...props}
      className={cn(
        "group/switch flex w-fit cursor-pointer items-start gap-2 outline-none disabled:cursor-not-allowed disabled:opacity-50",
        className,
      )}
    >
      <span
        className={cn(
          "flex h-5 w-8 shrink-0 items-center rounded-full border border-line-strong bg-surface p-0.5 transition-colors",
          "group-selected/switch:border-accent group-selected/switch:bg-accent",
          "group-focus-visible/switch:outline-2 group-focus-visible/switch:outline-offset-2 group-focus-visible/switch:outline-focus",
        )}
      >
        <span className="size-3.5 rounded-full bg-line-strong transition-[translate,background-color] group-selected/switch:translate-x-3 group-selected/switch:bg-on-accent" />
      </span>
      <span className="flex min-w-0 flex-col">
        {children}
        {description && <span className="text-dense text-quiet">{description}</span>}
      </span>
    </AriaSwitch>
  );
}
