"use client";
import type { ReactNode } from "react";
import {
  TextField as AriaTextField,
  Group,
  Input,
  type TextFieldProps as AriaTextFieldProps,
} from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { controlBox, controlInput } from "@/components/ui/control";
import { FieldHint, FieldLabel, FieldProblem, type HideLabel } from "@/components/ui/field-parts";

export type TextFieldProps = Omit<
  AriaTextFieldProps,
  "className" | "children" | "isInvalid" | "validationBehavior"
> & {
  label: string;
  hideLabel?: HideLabel;
  description?: ReactNode;
  error?: string;
  placeholder?: string;
  prefix?: ReactNode;
  suffix?: ReactNode;
  mono?: boolean;
  className?: string;
};

/** One line of text with its label, hint and problem. */
export function TextField({
  label,
  hideLabel,
  description,
  error,
  placeholder,
  prefix,
  suffix,
  mono,
  className,
  ...props
}: TextFieldProps) {
  return (
    <AriaTextField
      {...props}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={cn("flex min-w-0 flex-col gap-1", className)}
    >
      <FieldLabel isRequired={props.isRequired} isHidden={hideLabel}>
        {label}
      </FieldLabel>
      <Group className={controlBox}>
        {prefix && <span className="ps-2.5 whitespace-nowrap text-quiet">{prefix}</span>}
        <Input placeholder={placeholder} className={cn(controlInput, mono && "font-mono text-dense")} />
        {suffix}
      </Group>
      <FieldHint>{description}</FieldHint>
      <FieldProblem>{error}</FieldProblem>
    </AriaTextField>
  );
}
