"use client";
import { useTranslations } from "next-intl";
import { LanguageAndRegion } from "@/components/preferences/language-and-region";
import { FormProblem } from "@/components/ui/form-status";
import { Section } from "@/components/ui/section";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { PreferencesInput } from "@/lib/users/schema";
import { updatePreferencesAction } from "../../../actions";

interface GeneralFormProps {
  region: string | undefined;
  timeZone: string;
  timeZones: string[];
}

/** How Ferry speaks to the one who looks; each choice takes effect at once. */
export function GeneralForm(props: GeneralFormProps) {
  const t = useTranslations("system");
  const account = useTranslations("account");
  const { run, problem, fieldProblem } = useAction(updatePreferencesAction);

  async function choose(change: PreferencesInput) {
    if ((await run(change)) !== undefined) showToast({ title: account("saved"), tone: "good" });
  }

  return (
    <Section title={t("generalTitle")} description={t("generalHint")}>
      <div className="flex max-w-120 flex-col gap-6">
        {problem && <FormProblem>{problem}</FormProblem>}
        <LanguageAndRegion
          {...props}
          onChoose={(change) => void choose(change)}
          timeZoneProblem={fieldProblem("timeZone")}
        />
      </div>
    </Section>
  );
}
