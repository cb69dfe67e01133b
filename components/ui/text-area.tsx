"use client";
import { TextArea as AriaTextArea, TextField, Group } from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { controlBox, controlInput } from "@/components/ui/control";
import { FieldHint, FieldLabel, FieldProblem } from "@/components/ui/field-parts";
import type { TextFieldProps } from "@/components/ui/text-field";

type TextAreaProps = Omit<TextFieldProps, "prefix" | "suffix" | "type"> & { rows?: number };

/** Several lines of text with label, hint and problem. */
export function TextArea({
  label,
  hideLabel,
  description,
  error,
  placeholder,
  mono,
  rows = 4,
  className,
  ...props
}: TextAreaProps) {
  return (
    <TextField
      {...props}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={cn("flex min-w-0 flex-col gap-1", className)}
    >
      <FieldLabel isRequired={props.isRequired} isHidden={hideLabel}>
        {label}
      </FieldLabel>
      <Group className={controlBox}>
        <AriaTextArea
          rows={rows}
          placeholder={placeholder}
          className={cn(controlInput, "resize-y", mono && "font-mono text-dense")}
        />
      </Group>
      <FieldHint>{description}</FieldHint>
      <FieldProblem>{error}</FieldProblem>
    </TextField>
  );
}
