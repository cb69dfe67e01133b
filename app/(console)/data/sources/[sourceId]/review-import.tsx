"use client";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Figure } from "@/components/ui/figure";
import { FormProblem } from "@/components/ui/form-status";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { useAction } from "@/components/ui/use-action";
import { isManyBad, isManyGone, percentGone } from "@/lib/sources/brake-import";
import type { ImportLine } from "@/lib/sources/queries";
import { cancelImportAction, confirmImportAction } from "../actions";

const figures = ["rowsNew", "rowsChanged", "rowsGone", "rowsUnchanged", "rowsBad"] as const;

/** What a file will change, before it does: somebody applies it or drops it. */
export function ReviewImport({ line, mayDecide }: { line: ImportLine; mayDecide: boolean }) {
  const t = useTranslations("sources");
  const format = useFormatter();
  const records = line.rowsNew + line.rowsChanged + line.rowsUnchanged;
  return (
    <Section
      title={t("reviewTitle", { name: line.fileName })}
      description={`${t(`reviewNote_${line.mode}`)} ${t("reviewDays")}`}
    >
      <div className="flex flex-wrap gap-x-12 gap-y-4">
        {[...figures, ...(line.rowsErased > 0 ? (["rowsErased"] as const) : [])].map((figure) => (
          <Figure
            key={figure}
            label={t(figure)}
            value={format.number(line[figure])}
            tone={(figure === "rowsGone" || figure === "rowsBad") && line[figure] > 0 ? "warning" : undefined}
          />
        ))}
      </div>
      {isManyBad({ records, bad: line.rowsBad }) && (
        <Notice tone="warning">{t("manyBad", { bad: line.rowsBad })}</Notice>
      )}
      {mayDecide && <Decision line={line} />}
    </Section>
  );
}

function Decision({ line }: { line: ImportLine }) {
  const t = useTranslations("sources");
  const { run, isPending, problem } = useAction(confirmImportAction);
  const counts = { gone: line.rowsGone, kept: line.rowsChanged + line.rowsUnchanged };
  const apply = async (agreedGone?: number) => (await run({ importId: line.id, agreedGone })) !== undefined;
  return (
    <div className="flex flex-col gap-3">
      {problem && <FormProblem>{problem}</FormProblem>}
      <div className="flex flex-wrap gap-2">
        {isManyGone(counts) ? (
          <ConfirmDialog
            trigger={<Button variant="primary">{t("apply")}</Button>}
            title={t("goneTitle", { gone: counts.gone })}
            confirmLabel={t("goneConfirm")}
            onConfirm={() => apply(counts.gone)}
          >
            {problem && <FormProblem>{problem}</FormProblem>}
            {t("goneBody", {
              gone: counts.gone,
              people: counts.gone + counts.kept,
              percent: percentGone(counts),
            })}
          </ConfirmDialog>
        ) : (
          <Button variant="primary" isPending={isPending} onPress={() => void apply()}>
            {t("apply")}
          </Button>
        )}
        <DropFile importId={line.id} />
      </div>
    </div>
  );
}

function DropFile({ importId }: { importId: string }) {
  const t = useTranslations("sources");
  const { run, problem } = useAction(cancelImportAction);
  return (
    <ConfirmDialog
      trigger={<Button>{t("drop")}</Button>}
      title={t("dropTitle")}
      confirmLabel={t("drop")}
      cancelLabel={t("keepFile")}
      onConfirm={async () => (await run({ importId })) !== undefined}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {t("dropBody")}
    </ConfirmDialog>
  );
}
