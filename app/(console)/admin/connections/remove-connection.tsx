"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { removeConnectionAction } from "./actions";

interface RemoveConnectionProps {
  connection: { id: string; name: string };
  onClose: () => void;
}

export function RemoveConnection({ connection, onClose }: RemoveConnectionProps) {
  const t = useTranslations("connections");
  const router = useRouter();
  const { run, problem } = useAction(removeConnectionAction);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("removeTitle", { name: connection.name })}
      confirmLabel={t("remove")}
      onConfirm={async () => {
        if ((await run({ connectionId: connection.id })) === undefined) return false;
        showToast({ title: t("removed", { name: connection.name }), tone: "good" });
        router.push("/admin/connections");
        return true;
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {t("removeBody")}
    </ConfirmDialog>
  );
}
