"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { NumberField } from "@/components/ui/number-field";
import { Section } from "@/components/ui/section";
import { showToast } from "@/components/ui/toast";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { useAction } from "@/components/ui/use-action";
import type { ConnectionDetail } from "@/lib/connections/queries";
import { brakeRange, exportLimitRange, reserveRange } from "@/lib/connections/schema";
import { saveLimitsAction } from "../actions";
import { StepForm } from "../step-form";

const limitNames = ["exportLimit", "reservePercent", "removalPercent", "invalidPercent"] as const;
type LimitName = (typeof limitNames)[number];

/** How many people an export may send, and how much of the account's rate is left to others. */
export function ConnectionLimits({ connection }: { connection: ConnectionDetail }) {
  const t = useTranslations("connections");
  const action = useAction(saveLimitsAction);
  const { isPending, fieldProblem } = action;
  const { exportLimit, reservePercent, removalPercent, invalidPercent } = connection;
  const stored = { exportLimit, reservePercent, removalPercent, invalidPercent };
  const [limits, setLimits] = useState(stored);
  // What was saved is known before the page comes anew; nobody is to be asked about it in between.
  const [saved, setSaved] = useState(stored);
  const isDirty = limitNames.some((name) => limits[name] !== saved[name]);

  async function submit() {
    const answer = await action.run({ connectionId: connection.id, ...limits });
    if (answer === undefined) return;
    setSaved(limits);
    showToast({ title: t("limitsSaved"), tone: "good" });
  }

  /** What every one of the fields has in common. */
  const field = (name: LimitName, range: { minimum: number; maximum: number }) => ({
    value: limits[name],
    onChange: (value: number) => setLimits({ ...limits, [name]: value }),
    minValue: range.minimum,
    maxValue: range.maximum,
    error: fieldProblem(name),
  });

  return (
    <Section title={t("limitsTitle")} description={t("limitsHint")}>
      <UnsavedGuard isDirty={isDirty && !isPending} />
      <StepForm action={action} onSubmit={submit} label={t("saveLimits")}>
        <NumberField
          label={t("exportLimit")}
          description={t("exportLimitHint")}
          {...field("exportLimit", exportLimitRange)}
        />
        <NumberField
          label={t("reserve")}
          description={t("reserveHint")}
          suffix="%"
          {...field("reservePercent", reserveRange)}
        />
        <NumberField
          label={t("removalPercent")}
          description={t("removalPercentHint")}
          suffix="%"
          {...field("removalPercent", brakeRange)}
        />
        <NumberField
          label={t("invalidPercent")}
          description={t("invalidPercentHint")}
          suffix="%"
          {...field("invalidPercent", brakeRange)}
        />
      </StepForm>
    </Section>
  );
}
