"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { NumberField } from "@/components/ui/number-field";
import { Section } from "@/components/ui/section";
import { showToast } from "@/components/ui/toast";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { useAction } from "@/components/ui/use-action";
import type { ConnectionDetail } from "@/lib/connections/queries";
import { exportLimitRange, reserveRange } from "@/lib/connections/schema";
import { saveLimitsAction } from "../actions";
import { StepForm } from "../step-form";

/** How many people an export may send, and how much of the account's rate is left to others. */
export function ConnectionLimits({ connection }: { connection: ConnectionDetail }) {
  const t = useTranslations("connections");
  const action = useAction(saveLimitsAction);
  const { isPending, fieldProblem } = action;
  const [exportLimit, setExportLimit] = useState(connection.exportLimit);
  const [reservePercent, setReservePercent] = useState(connection.reservePercent);
  // What was saved is known before the page comes anew; nobody is to be asked about it in between.
  const [saved, setSaved] = useState({ exportLimit, reservePercent });
  const isDirty = exportLimit !== saved.exportLimit || reservePercent !== saved.reservePercent;

  async function submit() {
    const answer = await action.run({ connectionId: connection.id, exportLimit, reservePercent });
    if (answer === undefined) return;
    setSaved({ exportLimit, reservePercent });
    showToast({ title: t("limitsSaved"), tone: "good" });
  }

  return (
    <Section title={t("limitsTitle")} description={t("limitsHint")}>
      <UnsavedGuard isDirty={isDirty && !isPending} />
      <StepForm action={action} onSubmit={submit} label={t("saveLimits")}>
        <NumberField
          label={t("exportLimit")}
          description={t("exportLimitHint")}
          value={exportLimit}
          onChange={setExportLimit}
          minValue={exportLimitRange.minimum}
          maxValue={exportLimitRange.maximum}
          error={fieldProblem("exportLimit")}
        />
        <NumberField
          label={t("reserve")}
          description={t("reserveHint")}
          value={reservePercent}
          onChange={setReservePercent}
          minValue={reserveRange.minimum}
          maxValue={reserveRange.maximum}
          suffix="%"
          error={fieldProblem("reservePercent")}
        />
      </StepForm>
    </Section>
  );
}
