"use client";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { FieldError, Label, Text } from "react-aria-components";
import { cn } from "@/components/ui/cn";

/** Hidden from the eye: always, or from the width on at which the head of a table says the same. */
export type HideLabel = boolean | "xl";

type FieldLabelProps = { children: ReactNode; isRequired?: boolean; isHidden?: HideLabel };

/** The words above a control. The star is for the eye; the control itself says that it is required. */
export function FieldLabel({ children, isRequired, isHidden }: FieldLabelProps) {
  return (
    <Label
      className={cn(
        "w-fit cursor-default font-medium",
        isHidden === "xl" ? "xl:sr-only" : isHidden && "sr-only",
      )}
    >
      {children}
      {isRequired && (
        <span aria-hidden className="ms-0.5 text-quiet">
          *
        </span>
      )}
    </Label>
  );
}

/** The hint under a control. */
export function FieldHint({ children }: { children?: ReactNode }) {
  if (!children) return null;
  return (
    <Text slot="description" className="text-dense text-quiet">
      {children}
    </Text>
  );
}

/** What is wrong with the value and how to put it right. */
export function FieldProblem({ children }: { children?: string }) {
  return (
    <FieldError className="flex gap-1.5 text-dense text-bad">
      <CircleAlert aria-hidden className="mt-px size-4 shrink-0" />
      <span>{children}</span>
    </FieldError>
  );
}
