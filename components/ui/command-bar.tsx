"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Toolbar } from "react-aria-components";
import { Button } from "@/components/ui/button";

type CommandBarProps = {
  /** Quiet buttons, most used first. */
  children?: ReactNode;
  search?: ReactNode;
  selection?: { count: number; onClear: () => void };
};

/** What can be done with a list and with what is selected in it. */
export function CommandBar({ children, search, selection }: CommandBarProps) {
  const t = useTranslations("ui");
  return (
    <div className="flex flex-col gap-2 md:flex-row md:items-start md:gap-4">
      {/* Pulled out by a quiet button's padding, so that the first icon stands under the title. */}
      <div className="relative -my-1 -ms-3.75 min-w-0 overflow-x-auto py-1 ps-0.5 max-md:-me-4 max-md:pe-4 md:overflow-visible">
        <Toolbar aria-label={t("commands")} className="flex items-center gap-1 md:flex-wrap">
          {children}
        </Toolbar>
      </div>
      <div className="flex shrink-0 flex-wrap items-center gap-2 max-md:order-first md:ms-auto">
        {selection && selection.count > 0 && <SelectionChip {...selection} />}
        {search && <div className="max-md:flex-1 max-md:*:w-full">{search}</div>}
      </div>
    </div>
  );
}

function SelectionChip({ count, onClear }: { count: number; onClear: () => void }) {
  const t = useTranslations("ui");
  return (
    <Button
      variant="quiet"
      onPress={onClear}
      aria-label={`${t("selected", { count })}. ${t("clearSelection")}`}
      className="bg-accent-soft text-accent tabular-nums hover:bg-accent-soft hover:text-accent-hover"
    >
      {t("selected", { count })}
      <X aria-hidden />
    </Button>
  );
}
