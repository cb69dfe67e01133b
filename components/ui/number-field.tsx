"use client";
import { Minus, Plus } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button,
  Group,
  Input,
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaProps,
} from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { controlBox, controlInput } from "@/components/ui/control";
import { FieldHint, FieldLabel, FieldProblem } from "@/components/ui/field-parts";

type NumberFieldProps = Omit<AriaProps, "className" | "children" | "isInvalid" | "validationBehavior"> & {
  label: string;
  hideLabel?: boolean;
  description?: ReactNode;
  error?: string;
  suffix?: ReactNode;
  className?: string;
};

const stepButton =
  "flex w-7 shrink-0 items-center justify-center self-stretch border-s border-line text-quiet hover:bg-surface-2 " +
  "last:rounded-e-control disabled:opacity-40 pointer-coarse:w-10";

/** A number in the viewer's own format, typed or stepped. */
export function NumberField({
  label,
  hideLabel,
  description,
  error,
  suffix,
  className,
  ...props
}: NumberFieldProps) {
  return (
    <AriaNumberField
      {...props}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={cn("flex min-w-0 flex-col gap-1", className)}
    >
      <FieldLabel isRequired={props.isRequired} isHidden={hideLabel}>
        {label}
      </FieldLabel>
      <Group className={controlBox}>
        <Input className={cn(controlInput, "tabular-nums")} />
        {suffix && <span className="pe-2.5 whitespace-nowrap text-quiet">{suffix}</span>}
        <Button slot="decrement" className={stepButton}>
          <Minus aria-hidden className="size-3.5" />
        </Button>
        <Button slot="increment" className={stepButton}>
          <Plus aria-hidden className="size-3.5" />
        </Button>
      </Group>
      <FieldHint>{description}</FieldHint>
      <FieldProblem>{error}</FieldProblem>
    </AriaNumberField>
  );
}
