"use client";
import { useFormatter, useNow, useTranslations } from "next-intl";
import { ComboBox } from "@/components/ui/combo-box";
import { FormProblem } from "@/components/ui/form-status";
import type { Locale } from "@/components/ui/locale";
import { RadioGroup } from "@/components/ui/radio-group";
import type { Theme } from "@/components/ui/theme";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { PreferencesInput } from "@/lib/users/schema";
import { updatePreferencesAction } from "../../actions";

interface Preferences {
  locale: Locale;
  theme: Theme;
  timeZone: string;
  timeZones: string[];
}

/** Each choice takes effect at once and is kept with the user. */
export function PreferencesForm({ locale, theme, timeZone, timeZones }: Preferences) {
  const t = useTranslations("account");
  const format = useFormatter();
  const now = useNow();
  const { run, problem, fieldProblem } = useAction(updatePreferencesAction);

  async function choose(change: PreferencesInput) {
    if ((await run(change)) !== undefined) showToast({ title: t("saved"), tone: "good" });
  }

  return (
    <div className="flex max-w-100 flex-col gap-6">
      {problem && <FormProblem>{problem}</FormProblem>}
      <RadioGroup
        label={t("language")}
        value={locale}
        onChange={(id) => choose({ locale: id as Locale })}
        options={[
          { id: "en", label: "English" },
          { id: "hu", label: "Magyar" },
        ]}
      />
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
      <ComboBox
        label={t("timeZone")}
        items={timeZones.map((id) => ({ id, label: id.replaceAll("_", " ") }))}
        value={timeZone}
        onChange={(id) => id && id !== timeZone && choose({ timeZone: id })}
        error={fieldProblem("timeZone")}
        description={t("timeZoneHint", {
          now: format.dateTime(now, { timeStyle: "short", dateStyle: "medium" }),
        })}
      />
    </div>
  );
}
