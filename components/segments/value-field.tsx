"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { askValues } from "@/components/segments/ask-server";
import { SuggestField } from "@/components/ui/suggest-field";
import { useSettled } from "@/components/ui/use-settled";

interface ValueFieldProps {
  label: string;
  field: string;
  value: string;
  error?: string;
  className?: string;
  onChange: (value: string) => void;
}

const noValues: string[] = [];

/** The text a field is compared with; values that people have are suggested when the typing pauses. */
export function ValueField({ label, field, value, error, className, onChange }: ValueFieldProps) {
  const [isFocused, setFocused] = useState(false);
  const settled = useSettled(value.slice(0, 100));
  const { data } = useQuery({
    queryKey: ["segment-values", field, settled],
    queryFn: ({ signal }) => askValues(field, settled, signal),
    enabled: isFocused && field !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <SuggestField
      label={label}
      hideLabel
      placeholder={label}
      value={value}
      error={error}
      onChange={onChange}
      onFocusChange={setFocused}
      suggestions={data ?? noValues}
      className={className}
    />
  );
}
