"use client";
import { Radio, RadioGroup } from "react-aria-components";
import { cn } from "@/components/ui/cn";

type SegmentedProps = {
  label: string;
  options: { id: string; label: string }[];
  value: string;
  onChange: (id: string) => void;
  className?: string;
};

/** A switch between two or three short words, all of them in view. */
export function Segmented({ label, options, value, onChange, className }: SegmentedProps) {
  return (
    <RadioGroup
      aria-label={label}
      orientation="horizontal"
      value={value}
      onChange={onChange}
      className={cn(
        "inline-flex w-fit rounded-control border border-line-strong bg-surface p-0.5",
        className,
      )}
    >
      {options.map((option) => (
        <Radio
          key={option.id}
          value={option.id}
          className={cn(
            "flex min-h-6 cursor-pointer items-center rounded-small px-2.5 text-dense font-medium text-quiet outline-none",
            "transition-colors pointer-coarse:min-h-8.5 hover:text-text selected:bg-accent-soft selected:text-text",
            "focus-visible:outline-2 focus-visible:outline-focus",
          )}
        >
          {option.label}
        </Radio>
      ))}
    </RadioGroup>
  );
}
