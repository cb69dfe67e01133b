"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { setSegmentKindAction } from "./actions";
import type { SegmentSubject } from "./use-segment-commands";

interface ChangeKindProps {
  kind: "static" | "dynamic";
  subjects: SegmentSubject[];
  onClose: () => void;
}

/** Asks before members are frozen, or found anew. */
export function ChangeKind({ kind, subjects, onClose }: ChangeKindProps) {
  const t = useTranslations("segments.life");
  const queries = useQueryClient();
  const { run, problem } = useAction(setSegmentKindAction);
  const changing = subjects.filter((one) => one.kind !== kind);
  const which = {
    count: changing.length,
    name: changing[0]?.name ?? "",
    members: changing.reduce((sum, { members }) => sum + members, 0),
  };
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      tone="primary"
      title={t(`${kind}Title`, which)}
      confirmLabel={t(kind === "static" ? "makeStatic" : "makeDynamic")}
      onConfirm={async () => {
        if ((await run({ segmentIds: changing.map(({ id }) => id), kind })) === undefined) return false;
        showToast({ title: t(`${kind}Done`, which), tone: "good" });
        await queries.invalidateQueries({ queryKey: ["segments"] });
        return true;
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {t(`${kind}Body`, which)}
    </ConfirmDialog>
  );
}
