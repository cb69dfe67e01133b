"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { NumberField } from "@/components/ui/number-field";
import { SidePanelForm } from "@/components/ui/side-panel-form";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { RetentionRule } from "@/lib/retention/rules";
import { changeRetentionAction } from "../actions";

interface ChangeRetentionProps {
  rule: RetentionRule;
  days: number;
  bounds: { least: number; most: number };
  onClose: () => void;
}

/** How long something is to be kept, in days. */
export function ChangeRetention({ rule, days: before, bounds, onClose }: ChangeRetentionProps) {
  const t = useTranslations("privacy.retention");
  const { run, form, isPending, problem, fieldProblem, clearProblem } = useAction(changeRetentionAction);
  const [days, setDays] = useState(before);
  const name = t(`rules.${rule}.what`);

  async function save() {
    if ((await run({ rule, days })) === undefined) return;
    showToast({ title: t("saved"), tone: "good" });
    onClose();
  }

  return (
    <SidePanelForm
      title={t("changeTitle", { name })}
      description={t(`rules.${rule}.why`)}
      submitLabel={t("save")}
      onSubmit={() => void save()}
      onClose={onClose}
      form={form}
      isPending={isPending}
      problem={problem}
    >
      <NumberField
        label={t("days")}
        description={t("daysHint", bounds)}
        autoFocus
        value={days}
        onChange={(value) => {
          setDays(value);
          clearProblem("days");
        }}
        error={fieldProblem("days")}
      />
    </SidePanelForm>
  );
}
