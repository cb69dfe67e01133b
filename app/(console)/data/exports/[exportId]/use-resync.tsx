"use client";
import { RefreshCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import type { MenuItem } from "@/components/ui/menu";
import { useAction } from "@/components/ui/use-action";
import { fullResyncAction } from "../actions";

/** The command that sends everybody again, with the question before it. */
export function useResync(exportId: string) {
  const t = useTranslations("exports");
  const router = useRouter();
  const [isAsked, setAsked] = useState(false);
  const { run, problem } = useAction(fullResyncAction);

  async function confirm() {
    const started = await run({ exportId });
    if (started) router.push(`/data/runs/${started.runId}`);
    return started !== undefined;
  }

  const command: MenuItem = {
    id: "resync",
    label: t("resync"),
    icon: <RefreshCcw />,
    onAction: () => setAsked(true),
  };
  const dialog = (
    <ConfirmDialog
      title={t("resyncTitle")}
      confirmLabel={t("resync")}
      isOpen={isAsked}
      onOpenChange={setAsked}
      onConfirm={confirm}
    >
      <div className="flex flex-col gap-2">
        {problem && <FormProblem>{problem}</FormProblem>}
        <p>{t("resyncBody")}</p>
      </div>
    </ConfirmDialog>
  );
  return { command, dialog };
}
