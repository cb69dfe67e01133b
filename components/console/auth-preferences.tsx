"use client";
import { useRouter } from "next/navigation";
import { useLocale } from "next-intl";
import { chooseInBrowser } from "@/components/console/choose-in-browser";
import { LanguageMenu } from "@/components/console/language-menu";
import { ThemeMenu } from "@/components/console/theme-menu";
import { toLanguage } from "@/components/ui/locale";
import { useTheme } from "@/components/ui/theme-context";

/** Language and theme for somebody who has no account yet, or is not signed in. */
export function AuthPreferences() {
  const router = useRouter();
  const theme = useTheme();
  const locale = toLanguage(useLocale());
  return (
    <div className="flex justify-center gap-2 text-quiet">
      <LanguageMenu
        className="w-auto"
        locale={locale}
        onChange={(chosen) => {
          chooseInBrowser("ferry.locale", chosen);
          router.refresh();
        }}
      />
      <ThemeMenu
        className="w-auto"
        theme={theme}
        onChange={(chosen) => {
          chooseInBrowser("ferry.theme", chosen);
          router.refresh();
        }}
      />
    </div>
  );
}
