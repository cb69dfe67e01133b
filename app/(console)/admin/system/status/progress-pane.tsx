"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { SidePanel } from "@/components/ui/side-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import type { Progress } from "@/lib/status/queries";
import { progressQuery } from "@/lib/status/query-options";
import { cancelJobAction } from "./actions";
import { CancelButton } from "./cancel-button";
import { StatusWord } from "./status-word";
import { toHref } from "./to-href";
import { useStatusText } from "./use-status-text";
import { WorkList } from "./work-list";

interface ProgressPaneProps {
  /** Null while nobody looks at a task. */
  taskId: string | null;
  onOpenChange: (isOpen: boolean) => void;
  onWorkflow: () => void;
}

/** **Progress details** of one task, beside the list. */
export function ProgressPane({ taskId, onOpenChange, onWorkflow }: ProgressPaneProps) {
  const t = useTranslations("status.pane");
  return (
    <SidePanel
      title={t("title")}
      isOpen={taskId !== null}
      onOpenChange={onOpenChange}
      footer={<Button onPress={onWorkflow}>{t("workflow")}</Button>}
    >
      {taskId !== null && <Details taskId={taskId} />}
    </SidePanel>
  );
}

function Details({ taskId }: { taskId: string }) {
  const t = useTranslations("status.pane");
  const { data, isError } = useQuery(progressQuery(taskId));
  if (data) return <Known progress={data} />;
  if (isError) return <Notice tone="warning">{t("gone")}</Notice>;
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="h-6 w-1/2" />
      <Skeleton className="w-2/3" />
      <Skeleton className="w-1/3" />
    </div>
  );
}

function Known({ progress: { row, work, task, canCancel } }: { progress: Progress }) {
  const t = useTranslations("status.pane");
  const text = useStatusText();
  const href = toHref(row);
  const name = text.nameOf(row);
  // The newest run says the same of itself, below.
  const note = row.note && row.note.code !== work[0]?.note?.code ? row.note : null;
  const waitsFor = task?.word === "queued" ? task.needs.filter(({ isOpen }) => isOpen) : [];
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col items-start gap-2">
        <h3 className="text-base font-semibold">{href ? <TextLink href={href}>{name}</TextLink> : name}</h3>
        <StatusWord word={row.word} />
        {note && (
          <p>
            {text.note(note)} {text.todo(note)}
          </p>
        )}
        {waitsFor.length > 0 && <p>{t("waitsFor", { names: waitsFor.map(text.needed).join(", ") })}</p>}
        {row.group === "system" && (
          <p className="text-quiet">{t(`about_${row.id.split(":")[1]}` as "about_fields")}</p>
        )}
        {canCancel && (
          <CancelButton
            label={t("cancel")}
            title={t("cancelTitle", { name })}
            keepLabel={t("keep")}
            size="small"
            action={cancelJobAction}
            input={{ taskId: row.id }}
          >
            {t(`cancelBody_${row.group}` as "cancelBody_source")}
          </CancelButton>
        )}
      </div>
      {row.group !== "system" && (
        <section className="flex flex-col gap-3">
          <h3 className="text-section font-semibold">{t("lastRuns")}</h3>
          <WorkList work={work} />
        </section>
      )}
    </div>
  );
}
