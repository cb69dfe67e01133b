"use client";
import type { ReactNode } from "react";
import { CheckboxGroup as AriaCheckboxGroup } from "react-aria-components";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldHint, FieldLabel, FieldProblem } from "@/components/ui/field-parts";

interface CheckboxGroupProps<Id extends string> {
  label: string;
  options: readonly { id: Id; label: ReactNode; description?: ReactNode }[];
  value: readonly Id[];
  /** Takes the chosen ones in the order of the options. */
  onChange: (chosen: Id[]) => void;
  description?: ReactNode;
  error?: string;
}

/** Any number of a few choices that all deserve to be read. */
export function CheckboxGroup<Id extends string>(props: CheckboxGroupProps<Id>) {
  const { label, options, value, onChange, description, error } = props;
  return (
    <AriaCheckboxGroup
      value={[...value]}
      onChange={(chosen) => onChange(options.map(({ id }) => id).filter((id) => chosen.includes(id)))}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      className="flex min-w-0 flex-col gap-1"
    >
      <FieldLabel>{label}</FieldLabel>
      <div className="flex flex-col gap-2 py-1">
        {options.map((option) => (
          <Checkbox key={option.id} value={option.id}>
            {option.label}
            {option.description && <span className="block text-dense text-quiet">{option.description}</span>}
          </Checkbox>
        ))}
      </div>
      <FieldHint>{description}</FieldHint>
      <FieldProblem>{error}</FieldProblem>
    </AriaCheckboxGroup>
  );
}
