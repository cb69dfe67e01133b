"use client";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { removeSmtpAction } from "./actions";

export function StopEmail({ onClose }: { onClose: () => void }) {
  const t = useTranslations("notifications.email");
  const { run, problem } = useAction(removeSmtpAction);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("stopTitle")}
      confirmLabel={t("remove")}
      onConfirm={async () => {
        if ((await run({})) === undefined) return false;
        showToast({ title: t("removed"), tone: "good" });
        return true;
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {t("stopBody")}
    </ConfirmDialog>
  );
}
