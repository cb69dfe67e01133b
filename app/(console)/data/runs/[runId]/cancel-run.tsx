"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Ban } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { useAction } from "@/components/ui/use-action";
import type { RunDetail } from "@/lib/runs/queries";
import { cancelRunAction } from "../../exports/actions";

/** Cancels a run, after saying how many that leaves unsent. */
export function CancelRun({ run, isCanceling }: { run: RunDetail; isCanceling: boolean }) {
  const t = useTranslations("runs");
  const queries = useQueryClient();
  const { run: cancel, problem } = useAction(cancelRunAction);
  const sending = run.phases.find(({ phase }) => phase === "send");
  const people = sending?.total ? sending.total - sending.done : 0;

  async function confirm() {
    const isDone = (await cancel({ runId: run.id })) !== undefined;
    await queries.invalidateQueries({ queryKey: ["run", run.id] });
    return isDone;
  }

  return (
    <ConfirmDialog
      trigger={
        <Button icon={<Ban aria-hidden />} isDisabled={isCanceling}>
          {t(isCanceling ? "canceling" : "cancel")}
        </Button>
      }
      title={t("cancelTitle", { number: run.number })}
      confirmLabel={t("cancel")}
      cancelLabel={t("keepRunning")}
      onConfirm={confirm}
    >
      <div className="flex flex-col gap-2">
        {problem && <FormProblem>{problem}</FormProblem>}
        {people > 0 && <p>{t("cancelPeople", { people })}</p>}
        <p>{t("cancelBody")}</p>
      </div>
    </ConfirmDialog>
  );
}
