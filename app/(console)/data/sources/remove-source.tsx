"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { removeSourceAction } from "./actions";

interface RemoveSourceProps {
  source: { id: string; name: string; people: number };
  onClose: () => void;
}

export function RemoveSource({ source, onClose }: RemoveSourceProps) {
  const t = useTranslations("sources");
  const router = useRouter();
  const { run, problem } = useAction(removeSourceAction);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("removeTitle", { name: source.name })}
      confirmLabel={t("remove")}
      onConfirm={async () => {
        if ((await run({ sourceId: source.id })) === undefined) return false;
        showToast({ title: t("removed", { name: source.name }), tone: "good" });
        router.push("/data/sources");
        return true;
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {t("removeBody", { people: source.people })}
    </ConfirmDialog>
  );
}
