"use client";
import { startTransition } from "react";
import { AccountMenu, type ShellUser } from "@/components/console/account-menu";
import { InboxLink } from "@/components/console/inbox-link";
import { LanguageMenu } from "@/components/console/language-menu";
import { ThemeMenu } from "@/components/console/theme-menu";
import { type Locale, toLocale } from "@/components/ui/locale";
import { type Theme, toTheme } from "@/components/ui/theme";

type Chosen = { locale?: Locale; theme?: Theme };

export type ShellFootProps = {
  inbox: { unread: number };
  user: ShellUser;
  theme: Theme;
  locale: Locale;
  savePreferences: (chosen: Chosen) => Promise<unknown>;
  signOutAction: () => Promise<void>;
  onShowKeys: () => void;
  collapses?: boolean;
  onNavigate?: () => void;
};

/** The person's own settings, at the foot of the navigation. */
export function ShellFoot(props: ShellFootProps) {
  const { user, theme, locale, savePreferences, signOutAction, onShowKeys, collapses } = props;
  const save = (chosen: Chosen) => startTransition(async () => void (await savePreferences(chosen)));
  return (
    <div className="flex flex-col gap-0.5 border-t border-line p-2">
      <InboxLink initial={props.inbox} collapses={collapses} onNavigate={props.onNavigate} />
      <LanguageMenu locale={locale} collapses={collapses} onChange={(id) => save({ locale: toLocale(id) })} />
      <ThemeMenu theme={theme} collapses={collapses} onChange={(id) => save({ theme: toTheme(id) })} />
      <AccountMenu user={user} signOutAction={signOutAction} onShowKeys={onShowKeys} collapses={collapses} />
    </div>
  );
}
