"use client";
import { Languages } from "lucide-react";
import { useTranslations } from "next-intl";
import { FootButton } from "@/components/console/foot-button";
import { ChoiceMenu } from "@/components/ui/choice-menu";
import { locales, type Locale } from "@/components/ui/locale";

// Each language is called what its own speakers call it, whatever the page speaks.
const names: Record<Locale, string> = { en: "English", hu: "Magyar" };

type LanguageMenuProps = {
  locale: Locale;
  onChange: (locale: string) => void;
  collapses?: boolean;
  className?: string;
};

/** Chooses the language of the interface. */
export function LanguageMenu({ locale, onChange, collapses, className }: LanguageMenuProps) {
  const t = useTranslations("shell");
  return (
    <ChoiceMenu
      label={t("language")}
      value={locale}
      onChange={onChange}
      options={locales.map((id) => ({ id, label: names[id], lang: id }))}
      trigger={
        <FootButton
          label={t("language")}
          icon={<Languages aria-hidden />}
          collapses={collapses}
          className={className}
        >
          {names[locale]}
        </FootButton>
      }
    />
  );
}
