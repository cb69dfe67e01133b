"use client";
import { parseTime } from "@internationalized/date";
import { DateInput, DateSegment, TimeField as AriaTimeField } from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { controlBox } from "@/components/ui/control";
import { FieldLabel, FieldProblem } from "@/components/ui/field-parts";

type TimeFieldProps = {
  label: string;
  hideLabel?: boolean;
  /** "02:30", or empty while it is not filled in. */
  value: string;
  onChange: (time: string) => void;
  error?: string;
  isDisabled?: boolean;
  className?: string;
};

/** A time of day, typed part by part as the viewer writes it. */
export function TimeField({ label, hideLabel, value, onChange, error, className, ...rest }: TimeFieldProps) {
  return (
    <AriaTimeField
      {...rest}
      value={/^\d{2}:\d{2}$/.test(value) ? parseTime(value) : null}
      onChange={(time) => onChange(time?.toString().slice(0, 5) ?? "")}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={cn("group/time flex min-w-0 flex-col gap-1", className)}
    >
      <FieldLabel isHidden={hideLabel}>{label}</FieldLabel>
      <DateInput className={cn(controlBox, "w-fit min-w-28 px-2 tabular-nums group-invalid/time:border-bad")}>
        {(segment) => (
          <DateSegment
            segment={segment}
            className="rounded-small px-0.5 caret-transparent outline-none type-literal:px-0 focus:bg-accent focus:text-on-accent placeholder:text-quiet placeholder:focus:text-on-accent"
          >
            {/* Node puts a narrow space before AM where browsers put a plain one, which React would take for a fault. */}
            {({ text }) => text.replaceAll("\u202f", " ")}
          </DateSegment>
        )}
      </DateInput>
      <FieldProblem>{error}</FieldProblem>
    </AriaTimeField>
  );
}
