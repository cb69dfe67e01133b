"use client";
import { useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { RefreshExtent } from "@/lib/status/queries";
import { refreshAllAction } from "./actions";

/** **Refresh all**, after saying what it would do. */
export function RefreshAll({ extent, isRunning }: { extent: RefreshExtent; isRunning: boolean }) {
  const t = useTranslations("status.refreshAll");
  const queries = useQueryClient();
  const { run, problem } = useAction(refreshAllAction);

  async function confirm(): Promise<boolean> {
    const started = await run({});
    if (!started) return false;
    showToast({ title: t(started.isNew ? "started" : "running"), tone: started.isNew ? "good" : "info" });
    await queries.invalidateQueries({ queryKey: ["status"] });
    return true;
  }

  return (
    <ConfirmDialog
      trigger={
        <Button variant="quiet" icon={<RefreshCw aria-hidden />}>
          {t("label")}
        </Button>
      }
      title={t("title")}
      tone="primary"
      confirmLabel={t("label")}
      onConfirm={confirm}
    >
      <div className="flex flex-col gap-3">
        {problem && <FormProblem>{problem}</FormProblem>}
        {isRunning && <p>{t("running")}</p>}
        <ul className="flex list-disc flex-col gap-1 ps-5">
          <li>{t("sources", { count: extent.sources })}</li>
          <li>{t("segments", { count: extent.segments })}</li>
          <li>{t("exports", { count: extent.exports })}</li>
        </ul>
        <p className="text-quiet">{t("note")}</p>
      </div>
    </ConfirmDialog>
  );
}
