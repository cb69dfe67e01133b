"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { removeExportsAction } from "./actions";
import type { ExportSubject } from "./use-export-commands";

interface RemoveExportsProps {
  subjects: ExportSubject[];
  onClose: () => void;
  onGone?: () => void;
}

export function RemoveExports({ subjects, onClose, onGone }: RemoveExportsProps) {
  const t = useTranslations("exports");
  const router = useRouter();
  const queries = useQueryClient();
  const { run, problem } = useAction(removeExportsAction);
  const which = { count: subjects.length, name: subjects[0]?.name ?? "" };
  const running = subjects.filter(({ activeRunId }) => activeRunId).length;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("removeTitle", which)}
      confirmLabel={t("remove")}
      onConfirm={async () => {
        if (!(await run({ exportIds: subjects.map(({ id }) => id) }))) return false;
        showToast({ title: t("removed", which), tone: "good" });
        onGone?.();
        await queries.invalidateQueries({ queryKey: ["exports"] });
        router.push("/data/exports");
        return true;
      }}
    >
      <div className="flex flex-col gap-3">
        {problem && <FormProblem>{problem}</FormProblem>}
        <p>{t("removeBody", which)}</p>
        {running > 0 && <p>{t("stopsRun", { count: running })}</p>}
      </div>
    </ConfirmDialog>
  );
}
