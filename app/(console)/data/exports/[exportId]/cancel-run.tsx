"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { useAction } from "@/components/ui/use-action";
import { cancelRunAction } from "../actions";

interface CancelRunProps {
  runId: string;
  name: string;
  trigger: ReactNode;
}

export function CancelRun({ runId, name, trigger }: CancelRunProps) {
  const t = useTranslations("exports");
  const router = useRouter();
  const { run, problem } = useAction(cancelRunAction);
  return (
    <ConfirmDialog
      trigger={trigger}
      title={t("cancelRunTitle", { name })}
      confirmLabel={t("cancelRun")}
      cancelLabel={t("cancelRunKeep")}
      onConfirm={async () => {
        if ((await run({ runId })) === undefined) return false;
        router.push(`/data/runs/${runId}`);
        return true;
      }}
    >
      <div className="flex flex-col gap-3">
        {problem && <FormProblem>{problem}</FormProblem>}
        <p>{t("cancelRunBody")}</p>
      </div>
    </ConfirmDialog>
  );
}
