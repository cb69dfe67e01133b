"use client";
import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from "react-aria-components";
import { cn } from "@/components/ui/cn";

type CheckboxProps = Omit<AriaCheckboxProps, "className" | "children"> & {
  className?: string;
  children?: ReactNode;
};

/** Yes or no, kept when the form is saved. For a change that takes effect at once there is `Switch`. */
export function Checkbox({ className, children, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox
      validationBehavior="aria"
      {...props}
      className={cn(
        "group/check flex w-fit cursor-pointer items-start gap-2 outline-none disabled:cursor-not-allowed",
        className,
      )}
    >
      {({ isSelected, isIndeterminate }) => (
        <>
          <span
            className={cn(
              "mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-small border border-line-strong bg-surface",
              "text-on-accent transition-colors group-hover/check:border-quiet group-invalid/check:border-bad",
              "group-focus-visible/check:outline-2 group-focus-visible/check:outline-offset-2 group-focus-visible/check:outline-focus",
              "group-disabled/check:opacity-50",
              (isSelected || isIndeterminate) && "border-accent bg-accent group-hover/check:border-accent",
            )}
          >
            {isIndeterminate ? (
              <Minus aria-hidden strokeWidth={3} className="size-3" />
            ) : (
              isSelected && <Check aria-hidden strokeWidth={3} className="size-3" />
            )}
          </span>
          {children && <span className="min-w-0 group-disabled/check:opacity-50">{children}</span>}
        </>
      )}
    </AriaCheckbox>
  );
}
