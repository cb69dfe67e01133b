"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { removeSegmentsAction } from "./actions";
import { UsageList, useUsage } from "./usage-list";
import type { SegmentSubject } from "./use-segment-commands";

interface RemoveSegmentsProps {
  subjects: SegmentSubject[];
  onClose: () => void;
  onGone?: () => void;
}

/** Asks before segments are removed; what is in use says by what, and stays. */
export function RemoveSegments({ subjects, onClose, onGone }: RemoveSegmentsProps) {
  const t = useTranslations("segments");
  const life = useTranslations("segments.life");
  const router = useRouter();
  const queries = useQueryClient();
  const { run, problem } = useAction(removeSegmentsAction);
  const segmentIds = subjects.map(({ id }) => id);
  const { usage, isPending } = useUsage(segmentIds);
  const which = {
    count: subjects.length,
    name: subjects[0]?.name ?? "",
    members: subjects.reduce((sum, { members }) => sum + members, 0),
  };
  if (isPending) return null;
  if (usage && usage.exports.length + usage.segments.length > 0)
    return (
      <Dialog
        isOpen
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={life("inUseTitle", which)}
        footer={<Button onPress={onClose}>{life("close")}</Button>}
      >
        <div className="flex flex-col gap-3">
          <p>{life("inUseBody")}</p>
          <UsageList usage={usage} />
        </div>
      </Dialog>
    );
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={life("removeTitle", which)}
      confirmLabel={t("remove")}
      onConfirm={async () => {
        if ((await run({ segmentIds })) === undefined) return false;
        showToast({ title: life("removed", which), tone: "good" });
        onGone?.();
        await queries.invalidateQueries({ queryKey: ["segments"] });
        router.push("/data/segments");
        return true;
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {t("removeBody", { members: which.members })}
    </ConfirmDialog>
  );
}
