"use client";
import type { ReactNode } from "react";
import { Radio, RadioGroup as AriaRadioGroup } from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { FieldHint, FieldLabel, FieldProblem } from "@/components/ui/field-parts";

type RadioOption = { id: string; label: string; description?: ReactNode; isDisabled?: boolean };

type RadioGroupProps = {
  label: string;
  hideLabel?: boolean;
  value: string | null;
  onChange: (id: string) => void;
  options: RadioOption[];
  orientation?: "horizontal" | "vertical";
  name?: string;
  description?: ReactNode;
  error?: string;
  isDisabled?: boolean;
  isRequired?: boolean;
  className?: string;
};

/** One of a few choices that all deserve to be read. */
export function RadioGroup(props: RadioGroupProps) {
  const {
    label,
    hideLabel,
    options,
    description,
    error,
    className,
    orientation = "vertical",
    ...rest
  } = props;
  return (
    <AriaRadioGroup
      {...rest}
      orientation={orientation}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={cn("flex min-w-0 flex-col gap-1", className)}
    >
      <FieldLabel isRequired={props.isRequired} isHidden={hideLabel}>
        {label}
      </FieldLabel>
      <div className={cn("flex gap-x-6 gap-y-2 py-1", orientation === "vertical" ? "flex-col" : "flex-wrap")}>
        {options.map((option) => (
          <RadioChoice key={option.id} option={option} />
        ))}
      </div>
      <FieldHint>{description}</FieldHint>
      <FieldProblem>{error}</FieldProblem>
    </AriaRadioGroup>
  );
}

function RadioChoice({ option }: { option: RadioOption }) {
  return (
    <Radio
      value={option.id}
      isDisabled={option.isDisabled}
      className="group/radio flex w-fit cursor-pointer items-start gap-2 outline-none disabled:cursor-not-allowed disabled:opacity-50"
    >
      <span
        className={cn(
          "mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface",
          "transition-[border-width,border-color] group-hover/radio:border-quiet group-invalid/radio:border-bad",
          "group-selected/radio:border-5 group-selected/radio:border-accent",
          "group-focus-visible/radio:outline-2 group-focus-visible/radio:outline-offset-2 group-focus-visible/radio:outline-focus",
        )}
      />
      <span className="flex min-w-0 flex-col">
        {option.label}
        {option.description && <span className="text-dense text-quiet">{option.description}</span>}
      </span>
    </Radio>
  );
}
