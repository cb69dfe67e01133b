"use client";
import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { Brand } from "@/components/console/brand";
import { InboxLink } from "@/components/console/inbox-link";
import { NavigationDrawer } from "@/components/console/navigation-drawer";
import { NavigationList, type NavigationGroup } from "@/components/console/navigation-list";
import { ShellFoot, type ShellFootProps } from "@/components/console/shell-foot";
import { SkipLink } from "@/components/console/skip-link";
import { KeyboardHelp } from "@/components/ui/keyboard-help";

type ConsoleShellProps = Omit<ShellFootProps, "onShowKeys" | "collapses"> & {
  navigation: NavigationGroup[];
  banner?: ReactNode;
  children: ReactNode;
};

/** The frame of the console: where one can go, who one is, and the page. */
export function ConsoleShell({ navigation, banner, children, ...foot }: ConsoleShellProps) {
  const t = useTranslations("shell");
  const [areKeysShown, setKeysShown] = useState(false);
  const showKeys = () => setKeysShown(true);
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[3.5rem_minmax(0,1fr)] lg:grid-cols-[14.5rem_minmax(0,1fr)]">
      <SkipLink />
      <header className="sticky top-0 z-20 flex h-12 items-center gap-1 border-b border-line bg-surface px-2 md:hidden">
        <NavigationDrawer>
          {(close) => (
            <>
              <nav aria-label={t("navigation")} className="flex-1 overflow-y-auto px-2 py-2">
                <NavigationList groups={navigation} onNavigate={close} />
              </nav>
              <ShellFoot {...foot} onShowKeys={showKeys} onNavigate={close} />
            </>
          )}
        </NavigationDrawer>
        <Brand />
        <InboxLink initial={foot.inbox} isIcon />
      </header>
      <header className="sticky top-0 flex h-dvh flex-col border-e border-line bg-surface max-md:hidden">
        <div className="flex h-14 shrink-0 items-center max-lg:justify-center lg:px-4.5">
          <Brand collapses />
        </div>
        <nav aria-label={t("navigation")} className="flex-1 overflow-y-auto px-2 py-1">
          <NavigationList groups={navigation} collapses />
        </nav>
        <ShellFoot {...foot} onShowKeys={showKeys} collapses />
      </header>
      <div className="min-w-0 max-md:[--sticky-top:3rem]">
        {banner}
        <main id="content" tabIndex={-1} className="outline-none">
          {children}
        </main>
      </div>
      <KeyboardHelp isOpen={areKeysShown} onOpenChange={setKeysShown} />
    </div>
  );
}
