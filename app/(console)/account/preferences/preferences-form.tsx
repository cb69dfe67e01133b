"use client";
import { useTranslations } from "next-intl";
import { LanguageAndRegion } from "@/components/preferences/language-and-region";
import { FormProblem } from "@/components/ui/form-status";
import { RadioGroup } from "@/components/ui/radio-group";
import type { Theme } from "@/components/ui/theme";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { PreferencesInput } from "@/lib/users/schema";
import { updatePreferencesAction } from "../../actions";

interface Preferences {
  theme: Theme;
  region: string | undefined;
  timeZone: string;
  timeZones: string[];
}

/** Each choice takes effect at once and is kept with the user. */
export function PreferencesForm({ theme, ...region }: Preferences) {
  const t = useTranslations("account");
  const { run, problem, fieldProblem } = useAction(updatePreferencesAction);

  async function choose(change: PreferencesInput) {
    if ((await run(change)) !== undefined) showToast({ title: t("saved"), tone: "good" });
  }

  return (
    <div className="flex max-w-120 flex-col gap-6">
      {problem && <FormProblem>{problem}</FormProblem>}
      <RadioGroup
        label={t("theme")}
        value={theme}
        onChange={(id) => choose({ theme: id as Theme })}
        options={[
          { id: "light", label: t("light") },
          { id: "dark", label: t("dark") },
          { id: "system", label: t("system") },
        ]}
      />
      <LanguageAndRegion
        {...region}
        onChoose={(change) => void choose(change)}
        timeZoneProblem={fieldProblem("timeZone")}
      />
    </div>
  );
}
