"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { formatBytes } from "@/components/ui/format-bytes";
import { Notice } from "@/components/ui/notice";
import { ProgressBar } from "@/components/ui/progress-bar";
import { ProblemText } from "@/components/ui/problem-text";
import { Section } from "@/components/ui/section";
import { useAction } from "@/components/ui/use-action";
import { useLive } from "@/components/ui/use-live";
import type { ImportLine } from "@/lib/sources/queries";
import { importQuery, isOver } from "@/lib/sources/query-options";
import { cancelImportAction } from "../actions";

/** The latest import: how far it is, and, if it brought nothing, why. */
export function ImportProgress({ initial, mayCancel }: { initial: ImportLine; mayCancel: boolean }) {
  const t = useTranslations("sources");
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
  if (line.status === "canceled")
    return (
      <Notice tone="info" title={t("canceledTitle")}>
        {line.problem && <ProblemText problem={line.problem} />}
      </Notice>
    );
  if (isOver(line)) return null;
  return (
    <Section title={t("current")}>
      <Running line={line} />
      {mayCancel && <CancelImport line={line} />}
    </Section>
  );
}

function Running({ line }: { line: ImportLine }) {
  const t = useTranslations("sources");
  const format = useFormatter();
  const bytes = (value: number) => formatBytes(format, value);
  const isMerging = line.totalBytes > 0 && line.readBytes >= line.totalBytes;
  const left = useTimeLeft(line.secondsLeft);
  const details = [
    t("bytes", { read: bytes(line.readBytes), total: bytes(line.totalBytes) }),
    t("rowsRead", { rows: line.rowsRead }),
    isMerging && t(line.asksFirst ? "comparing" : "merging"),
    left,
  ];
  return (
    <ProgressBar
      label={t("progress", { name: line.fileName })}
      value={line.readBytes}
      max={line.totalBytes}
      indeterminate={line.status === "queued" || isMerging}
      detail={details.filter(Boolean).join(" · ")}
    />
  );
}

const SECONDS_SAID = 90;

function useTimeLeft(seconds: number | null): string | undefined {
  const t = useTranslations("sources");
  if (seconds === null) return undefined;
  return seconds <= SECONDS_SAID
    ? t("timeLeft", { seconds })
    : t("minutesLeft", { minutes: Math.round(seconds / 60) });
}

function CancelImport({ line }: { line: ImportLine }) {
  const t = useTranslations("sources");
  const { run, problem } = useAction(cancelImportAction);
  return (
    <div>
      <ConfirmDialog
        trigger={
          <Button isDisabled={line.cancelRequested}>
            {t(line.cancelRequested ? "canceling" : "cancelImport")}
          </Button>
        }
        title={t("cancelTitle")}
        confirmLabel={t("cancelImport")}
        cancelLabel={t("keepImporting")}
        onConfirm={async () => (await run({ importId: line.id })) !== undefined}
      >
        {problem && <FormProblem>{problem}</FormProblem>}
        {t("cancelBody")}
      </ConfirmDialog>
    </div>
  );
}
