"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { Notice } from "@/components/ui/notice";
import { ProblemText } from "@/components/ui/problem-text";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Section } from "@/components/ui/section";
import { useAction } from "@/components/ui/use-action";
import { useLive } from "@/components/ui/use-live";
import type { ImportLine } from "@/lib/sources/queries";
import { importQuery, isOver } from "@/lib/sources/query-options";
import { cancelImportAction } from "../actions";

/** The latest refresh from the database: how far it is, and, if it brought nothing, why. */
export function RefreshProgress({ initial, mayCancel }: { initial: ImportLine; mayCancel: boolean }) {
  const t = useTranslations("databaseSources");
  const router = useRouter();
  const line = useLive(importQuery, initial);
  const wasOver = isOver(initial);
  useEffect(() => {
    if (isOver(line) && !wasOver) router.refresh();
  }, [line, wasOver, router]);

  if (line.status === "failed")
    return (
      <Notice tone="bad" title={t("failedTitle")}>
        {line.problem && <ProblemText problem={line.problem} />}
      </Notice>
    );
  if (line.status === "canceled") return <Notice tone="info" title={t("canceledTitle")} />;
  if (isOver(line)) return null;
  return (
    <Section title={t("current")}>
      <ProgressBar
        label={t("refreshing", { name: line.fileName })}
        value={0}
        max={1}
        indeterminate
        detail={line.rowsRead > 0 ? t("rowsRead", { rows: line.rowsRead }) : t("waiting")}
      />
      {mayCancel && <CancelRefresh line={line} />}
    </Section>
  );
}

function CancelRefresh({ line }: { line: ImportLine }) {
  const t = useTranslations("databaseSources");
  const sources = useTranslations("sources");
  const { run, problem } = useAction(cancelImportAction);
  return (
    <div>
      <ConfirmDialog
        trigger={
          <Button isDisabled={line.cancelRequested}>
            {line.cancelRequested ? sources("canceling") : t("cancelRefresh")}
          </Button>
        }
        title={t("cancelTitle")}
        confirmLabel={t("cancelRefresh")}
        cancelLabel={t("keepRefreshing")}
        onConfirm={async () => (await run({ importId: line.id })) !== undefined}
      >
        {problem && <FormProblem>{problem}</FormProblem>}
        {t("cancelBody")}
      </ConfirmDialog>
    </div>
  );
}
