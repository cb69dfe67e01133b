"use client";
import { parseDate } from "@internationalized/date";
import { CalendarDays } from "lucide-react";
import type { ReactNode } from "react";
import { Button, DateInput, DatePicker, DateSegment, Dialog, Group, Popover } from "react-aria-components";
import { CalendarGridPanel } from "@/components/ui/calendar-grid-panel";
import { cn } from "@/components/ui/cn";
import { controlBox, floatingPanel } from "@/components/ui/control";
import { FieldHint, FieldLabel, FieldProblem } from "@/components/ui/field-parts";

type DateFieldProps = {
  label: string;
  hideLabel?: boolean;
  /** ISO date, yyyy-mm-dd, or empty. */
  value: string;
  onChange: (isoDate: string) => void;
  onBlur?: () => void;
  name?: string;
  description?: ReactNode;
  error?: string;
  min?: string;
  max?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  className?: string;
};

/** A calendar day, typed part by part in the viewer's own order or picked. */
export function DateField(props: DateFieldProps) {
  const { label, hideLabel, value, onChange, description, error, min, max, className, ...rest } = props;
  return (
    <DatePicker
      {...rest}
      value={toDate(value)}
      onChange={(date) => onChange(date?.toString() ?? "")}
      minValue={toDate(min)}
      maxValue={toDate(max)}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={cn("flex min-w-0 flex-col gap-1", className)}
    >
      <FieldLabel isRequired={props.isRequired} isHidden={hideLabel}>
        {label}
      </FieldLabel>
      <Group className={cn(controlBox, "w-fit min-w-44")}>
        <DateInput className="flex flex-1 px-2 tabular-nums">
          {(segment) => (
            <DateSegment
              segment={segment}
              className="rounded-small px-0.5 caret-transparent outline-none type-literal:px-0 focus:bg-accent focus:text-on-accent placeholder:text-quiet placeholder:focus:text-on-accent"
            />
          )}
        </DateInput>
        <Button className="flex w-8 items-center justify-center self-stretch text-quiet hover:text-text">
          <CalendarDays aria-hidden className="size-4" />
        </Button>
      </Group>
      <FieldHint>{description}</FieldHint>
      <FieldProblem>{error}</FieldProblem>
      <Popover offset={4} className={cn(floatingPanel, "p-3")}>
        <Dialog className="outline-none">
          <CalendarGridPanel />
        </Dialog>
      </Popover>
    </DatePicker>
  );
}

function toDate(iso: string | undefined) {
  return iso && /^\d{4}-\d{2}-\d{2}$/.test(iso) ? parseDate(iso) : null;
}
