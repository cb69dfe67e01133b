"use client";
import { useTranslations } from "next-intl";
import { Fragment, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { useShortcut } from "@/components/ui/use-shortcut";

type KeyboardHelpProps = { isOpen?: boolean; onOpenChange?: (isOpen: boolean) => void };

/** The list of keys, opened with "?" from anywhere. */
export function KeyboardHelp({ isOpen: askedOpen, onOpenChange }: KeyboardHelpProps) {
  const t = useTranslations("ui.keys");
  const [ownOpen, setOwnOpen] = useState(false);
  const isOpen = askedOpen ?? ownOpen;
  const setOpen = onOpenChange ?? setOwnOpen;
  useShortcut("?", () => setOpen(true));

  const rows = [
    { keys: ["/"], label: t("search") },
    { keys: ["↑", "↓", "←", "→"], label: t("move") },
    { keys: [t("enter")], label: t("open") },
    { keys: [t("space")], label: t("select") },
    { keys: [t("ctrl"), "A"], label: t("selectAll") },
    { keys: [t("escape")], label: t("close") },
    { keys: ["?"], label: t("help") },
  ];
  return (
    <Dialog title={t("title")} isOpen={isOpen} onOpenChange={setOpen}>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-2.5">
        {rows.map(({ keys, label }) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd className="flex justify-end gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-small border border-line bg-surface-2 px-1.5 text-center font-mono text-xs leading-5"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
