"use client";
import { useFormatter, useLocale, useNow, useTranslations } from "next-intl";
import { ComboBox } from "@/components/ui/combo-box";
import { KeyValues } from "@/components/ui/key-values";
import { type Locale, toLanguage } from "@/components/ui/locale";
import { RadioGroup } from "@/components/ui/radio-group";
import { type PreferencesInput, type Region, regionOf, regions } from "@/lib/users/schema";

interface LanguageAndRegionProps {
  region: string | undefined;
  timeZone: string;
  timeZones: string[];
  onChoose: (change: PreferencesInput) => void;
  timeZoneProblem?: string;
}

/** Language, regional format and time zone, with what they make of a number and of now. */
export function LanguageAndRegion(props: LanguageAndRegionProps) {
  const { timeZone, timeZones, onChoose, timeZoneProblem } = props;
  const t = useTranslations("account");
  const locale = useLocale();
  const language = toLanguage(locale);
  const region = regionOf(language, props.region);
  const names = new Intl.DisplayNames(locale, { type: "region" });
  return (
    <>
      <RadioGroup
        label={t("language")}
        value={language}
        onChange={(id) => onChoose({ locale: id as Locale })}
        options={[
          { id: "en", label: "English" },
          { id: "hu", label: "Magyar" },
        ]}
      />
      <ComboBox
        // Of another language there are other regions, and the field keeps what was typed.
        key={`${language}-${region}`}
        label={t("region")}
        description={t(regions[language].length > 1 ? "regionHint" : "regionOnly")}
        items={regions[language].map((id) => ({ id, label: names.of(id) ?? id }))}
        value={region}
        onChange={(id) => id !== region && onChoose({ region: id as Region })}
      />
      <ComboBox
        label={t("timeZone")}
        items={timeZones.map((id) => ({ id, label: id.replaceAll("_", " ") }))}
        value={timeZone}
        onChange={(id) => id && id !== timeZone && onChoose({ timeZone: id })}
        error={timeZoneProblem}
      />
      <FormatPreview />
    </>
  );
}

const EXAMPLE = 1_234_567.89;

/** How numbers, dates and times look as things are. */
function FormatPreview() {
  const t = useTranslations("account");
  const format = useFormatter();
  const now = useNow({ updateInterval: 1_000 });
  return (
    <section aria-label={t("preview")} className="flex flex-col gap-3 rounded-panel border border-line p-4">
      <p className="font-medium">{t("preview")}</p>
      <KeyValues
        className="tabular-nums"
        items={[
          { label: t("previewNumber"), value: format.number(EXAMPLE) },
          {
            label: t("previewPercent"),
            value: format.number(0.125, { style: "percent", maximumFractionDigits: 1 }),
          },
          { label: t("previewShortDate"), value: format.dateTime(now, { dateStyle: "short" }) },
          { label: t("previewLongDate"), value: format.dateTime(now, { dateStyle: "full" }) },
          {
            label: t("previewTime"),
            value: <span suppressHydrationWarning>{format.dateTime(now, { timeStyle: "medium" })}</span>,
          },
        ]}
      />
    </section>
  );
}
