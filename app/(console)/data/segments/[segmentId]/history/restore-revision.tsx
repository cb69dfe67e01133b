"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { RevisionLine } from "@/lib/segments/history/list-revisions";
import { restoreRevisionAction } from "../../actions";

interface RestoreRevisionProps {
  segmentId: string;
  line: RevisionLine;
  onClose: () => void;
}

/** Asks before an earlier revision is brought back. */
export function RestoreRevision({ segmentId, line, onClose }: RestoreRevisionProps) {
  const t = useTranslations("segments.history");
  const queries = useQueryClient();
  const { run, problem } = useAction(restoreRevisionAction);
  const number = line.revision;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      tone="primary"
      title={t("restoreTitle", { number })}
      confirmLabel={t("restore")}
      onConfirm={async () => {
        if (!(await run({ segmentId, restore: number }))) return false;
        showToast({ title: t("restored", { number }), tone: "good" });
        await queries.invalidateQueries({ queryKey: ["segments"] });
        return true;
      }}
    >
      <div className="flex flex-col gap-3">
        {problem && <FormProblem>{problem}</FormProblem>}
        <p>{t("restoreBody", { name: line.name })}</p>
      </div>
    </ConfirmDialog>
  );
}
