"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { detachExportsAction } from "./actions";
import type { ExportSubject } from "./use-export-commands";

interface DetachExportsProps {
  subjects: ExportSubject[];
  onClose: () => void;
}

export function DetachExports({ subjects, onClose }: DetachExportsProps) {
  const t = useTranslations("exports");
  const queries = useQueryClient();
  const { run, problem } = useAction(detachExportsAction);
  const which = { count: subjects.length, name: subjects[0]?.name ?? "" };
  const running = subjects.filter(({ activeRunId }) => activeRunId).length;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("detachTitle", which)}
      confirmLabel={t("detach")}
      onConfirm={async () => {
        if (!(await run({ exportIds: subjects.map(({ id }) => id) }))) return false;
        showToast({ title: t("detached", which), tone: "good" });
        await queries.invalidateQueries({ queryKey: ["exports"] });
        return true;
      }}
    >
      <div className="flex flex-col gap-3">
        {problem && <FormProblem>{problem}</FormProblem>}
        <p>{t("detachBody", which)}</p>
        {running > 0 && <p>{t("stopsRun", { count: running })}</p>}
      </div>
    </ConfirmDialog>
  );
}
