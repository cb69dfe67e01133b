"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { TextField } from "@/components/ui/text-field";
import { useProblemText } from "@/components/ui/use-problem-text";
import { exportNameSchema } from "@/lib/exports/schema";
import type { FieldProblem } from "@/lib/errors";

interface NameFieldProps {
  value: string;
  onChange: (name: string) => void;
  error?: string;
}

/** The export's name, checked when the field is left. */
export function NameField({ value, onChange, error }: NameFieldProps) {
  const t = useTranslations("exports");
  const text = useProblemText();
  const [problem, setProblem] = useState<FieldProblem>();

  function check() {
    const issue = exportNameSchema.safeParse(value).error?.issues[0];
    setProblem(issue && { code: issue.message, params: { maximum: 100 } });
  }

  return (
    <TextField
      label={t("name")}
      name="name"
      description={t("nameHint")}
      value={value}
      onChange={(name) => {
        setProblem(undefined);
        onChange(name);
      }}
      onBlur={check}
      error={error ?? (problem && text(problem))}
      isRequired
    />
  );
}
