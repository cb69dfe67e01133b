"use client";
import { Ban } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { useAction } from "@/components/ui/use-action";
import { cancelRunAction } from "../exports/actions";

interface CancelRunProps {
  runId: string;
  exportName: string;
  /** Who has not been handed over yet, where that is known. */
  unsent?: number;
  isCanceling?: boolean;
  /** When it was asked for, canceled or refused. */
  onAnswer: (isCanceled: boolean) => void | Promise<void>;
}

/** Cancels a run, after saying how many that leaves unsent. */
export function CancelRun({ runId, exportName, unsent = 0, isCanceling = false, onAnswer }: CancelRunProps) {
  const t = useTranslations("runs");
  const { run: cancel, problem } = useAction(cancelRunAction);

  async function confirm() {
    const isCanceled = (await cancel({ runId })) !== undefined;
    await onAnswer(isCanceled);
    return isCanceled;
  }

  return (
    <ConfirmDialog
      trigger={
        <Button icon={<Ban aria-hidden />} isDisabled={isCanceling}>
          {t(isCanceling ? "canceling" : "cancel")}
        </Button>
      }
      title={t("cancelTitle", { name: exportName })}
      confirmLabel={t("cancel")}
      cancelLabel={t("keepRunning")}
      onConfirm={confirm}
    >
      <div className="flex flex-col gap-2">
        {problem && <FormProblem>{problem}</FormProblem>}
        {unsent > 0 && <p>{t("cancelPeople", { people: unsent })}</p>}
        <p>{t("cancelBody")}</p>
      </div>
    </ConfirmDialog>
  );
}
