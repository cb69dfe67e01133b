"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { removeSegmentAction } from "./actions";

interface RemoveSegmentProps {
  segment: { id: string; name: string; members: number };
  onClose: () => void;
}

export function RemoveSegment({ segment, onClose }: RemoveSegmentProps) {
  const t = useTranslations("segments");
  const router = useRouter();
  const queries = useQueryClient();
  const { run, problem } = useAction(removeSegmentAction);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("removeTitle", { name: segment.name })}
      confirmLabel={t("remove")}
      onConfirm={async () => {
        if ((await run({ segmentId: segment.id })) === undefined) return false;
        showToast({ title: t("removed", { name: segment.name }), tone: "good" });
        await queries.invalidateQueries({ queryKey: ["segments"] });
        router.push("/data/segments");
        return true;
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {t("removeBody", { members: segment.members })}
    </ConfirmDialog>
  );
}
