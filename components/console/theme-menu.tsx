"use client";
import { Monitor, Moon, Sun, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { FootButton } from "@/components/console/foot-button";
import { ChoiceMenu } from "@/components/ui/choice-menu";
import { themes, type Theme } from "@/components/ui/theme";

const icons: Record<Theme, LucideIcon> = { light: Sun, dark: Moon, system: Monitor };

type ThemeMenuProps = {
  theme: Theme;
  onChange: (theme: string) => void;
  collapses?: boolean;
  className?: string;
};

/** Chooses between light, dark and what the system prefers. */
export function ThemeMenu({ theme, onChange, collapses, className }: ThemeMenuProps) {
  const t = useTranslations("shell");
  const Icon = icons[theme];

  function choose(id: string) {
    // Shown at once; the server draws the same when the choice is stored.
    document.documentElement.dataset.theme = id;
    onChange(id);
  }

  return (
    <ChoiceMenu
      label={t("theme")}
      value={theme}
      onChange={choose}
      options={themes.map((id) => ({ id, label: t(`themes.${id}`), icon: <ThemeIcon theme={id} /> }))}
      trigger={
        <FootButton
          label={t("theme")}
          icon={<Icon aria-hidden />}
          collapses={collapses}
          className={className}
        >
          {t(`themes.${theme}`)}
        </FootButton>
      }
    />
  );
}

function ThemeIcon({ theme }: { theme: Theme }) {
  const Icon = icons[theme];
  return <Icon aria-hidden />;
}
