"use client";
import { Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { MenuItem } from "@/components/ui/menu";
import type { ExportLine } from "@/lib/exports/queries";
import { useRun } from "./use-run";

/** Run all: every export with an active schedule that the person may run, after a question that names how many. */
export function useRunAll(exports: ExportLine[]) {
  const t = useTranslations("exports");
  const run = useRun();
  const [isAsking, setAsking] = useState(false);
  const all = exports.filter(
    ({ isScheduled, connection, permission }) => isScheduled && connection && permission === "edit",
  );
  const command: MenuItem = {
    id: "run-all",
    label: t("runAll"),
    icon: <Play />,
    onAction: () => setAsking(true),
    reason: all.length === 0 ? t("reasonNoneScheduled") : undefined,
  };
  const dialog = (
    <ConfirmDialog
      isOpen={isAsking}
      onOpenChange={setAsking}
      tone="primary"
      title={t("runAllTitle", { count: all.length })}
      confirmLabel={t("runAll")}
      onConfirm={() => run(all)}
    >
      {t("runAllBody")}
    </ConfirmDialog>
  );
  return { command, dialog };
}
