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
import type { ImportKind } from "./import-kind";

interface ImportProgressProps {
  kind: ImportKind;
  initial: ImportLine;
  mayCancel: boolean;
}

/** The latest import or refresh: how far it is, and, if it brought nothing, why. */
export function ImportProgress({ kind, initial, mayCancel }: ImportProgressProps) {
  const t = useTranslations(`imports.${kind}`);
  const router = useRouter();
  const line = useLive(importQuery, initial);
  const wasOver = isOver(initial);
  useEffect(() => {
    if (isOver(line) && !wasOver) router.refresh();
  }, [line, wasOver, router]);

  if (line.status === "failed" || line.status === "canceled") {
    const hasFailed = line.status === "failed";
    return (
      <Notice tone={hasFailed ? "bad" : "info"} title={t(hasFailed ? "failedTitle" : "canceledTitle")}>
        {line.problem && <ProblemText problem={line.problem} />}
      </Notice>
    );
  }
  if (isOver(line)) return null;
  return (
    <Section title={t("current")}>
      <Running kind={kind} line={line} />
      {mayCancel && <CancelImport kind={kind} line={line} />}
    </Section>
  );
}

function Running({ kind, line }: { kind: ImportKind; line: ImportLine }) {
  const t = useTranslations("sources");
  const words = useTranslations(`imports.${kind}`);
  const format = useFormatter();
  const bytes = (value: number) => formatBytes(format, value);
  // A file that is read has still to be sorted, which is a part of bringing it in.
  const isRead = line.isStaged || (kind === "file" && line.shareRead === 1);
  const left = useTimeLeft(line.secondsLeft);
  const details = [
    kind === "file" && t("bytes", { read: bytes(line.readBytes), total: bytes(line.totalBytes) }),
    line.rowsRead > 0 ? words("rowsRead", { rows: line.rowsRead }) : words("waiting"),
    isRead && t(line.asksFirst ? "comparing" : "merging"),
    left,
  ];
  return (
    <ProgressBar
      label={words("progress", { name: line.fileName })}
      value={line.shareRead ?? 0}
      max={1}
      indeterminate={line.status === "queued" || isRead || line.shareRead === null}
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

function CancelImport({ kind, line }: { kind: ImportKind; line: ImportLine }) {
  const t = useTranslations(`imports.${kind}`);
  const canceling = useTranslations("sources")("canceling");
  const { run, problem } = useAction(cancelImportAction);
  return (
    <div>
      <ConfirmDialog
        trigger={
          <Button isDisabled={line.cancelRequested}>{line.cancelRequested ? canceling : t("cancel")}</Button>
        }
        title={t("cancelTitle")}
        confirmLabel={t("cancel")}
        cancelLabel={t("keep")}
        onConfirm={async () => (await run({ importId: line.id })) !== undefined}
      >
        {problem && <FormProblem>{problem}</FormProblem>}
        {t("cancelBody")}
      </ConfirmDialog>
    </div>
  );
}
