"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useDuration } from "@/components/runs/use-duration";
import { SidePanel } from "@/components/ui/side-panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { WorkflowTask } from "@/lib/status/list-tasks";
import type { Workflow } from "@/lib/status/queries";
import { workflowQuery } from "@/lib/status/query-options";
import { RefreshSummary } from "./refresh-summary";
import { StatusWord } from "./status-word";
import { useStatusText } from "./use-status-text";

const kinds = ["source", "unification", "segment", "export"] as const;
/** Names that are listed; more are counted. */
const SHOWN = 3;

interface WorkflowPaneProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onTask: (taskId: string) => void;
}

/** **Entire workflow**: all tasks of the refresh that runs or ran last, in their order, with what each waits for. */
export function WorkflowPane({ isOpen, onOpenChange, onTask }: WorkflowPaneProps) {
  const t = useTranslations("status.workflow");
  return (
    <SidePanel title={t("title")} description={t("purpose")} isOpen={isOpen} onOpenChange={onOpenChange}>
      {isOpen && <Stages onTask={onTask} />}
    </SidePanel>
  );
}

function Stages({ onTask }: Pick<WorkflowPaneProps, "onTask">) {
  const { data } = useQuery(workflowQuery());
  if (!data) return <Skeleton className="w-2/3" />;
  return (
    <div className="flex flex-col gap-6">
      <RefreshSummary refresh={data.refresh} mayCancel={data.mayCancel} />
      {kinds.map((kind) => (
        <Stage
          key={kind}
          kind={kind}
          tasks={data.tasks.filter((task) => task.kind === kind)}
          onTask={onTask}
        />
      ))}
    </div>
  );
}

interface StageProps {
  kind: (typeof kinds)[number];
  tasks: Workflow["tasks"];
  onTask: (taskId: string) => void;
}

function Stage({ kind, tasks, onTask }: StageProps) {
  const t = useTranslations("status.workflow");
  if (tasks.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold">{t(`stage_${kind}`)}</h3>
      <ul className="flex flex-col divide-y divide-line rounded-panel border border-line">
        {tasks.map((task) => (
          <li key={task.id} className="px-3 py-2">
            <Task task={task} onTask={onTask} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Task({ task, onTask }: { task: WorkflowTask; onTask: (taskId: string) => void }) {
  const t = useTranslations("status.workflow");
  const text = useStatusText();
  const { exact } = useDuration();
  // That everything waits for the profiles is said once, at their stage.
  const needs = task.needs.filter(({ kind }) => kind !== "unification");
  const names = needs.slice(0, SHOWN).map(text.needed).join(", ");
  return (
    <div className="flex flex-col gap-0.5">
      <div className="flex items-center justify-between gap-3">
        {task.objectId ? (
          <Button
            variant="quiet"
            size="small"
            className="-ms-2 min-w-0 justify-start text-start whitespace-normal"
            onPress={() => onTask(`${task.kind}:${task.objectId}`)}
          >
            {task.name}
          </Button>
        ) : (
          <span className="font-medium">{text.needed(task)}</span>
        )}
        <StatusWord word={task.word} />
      </div>
      {needs.length > 0 && (
        <p className="text-dense text-quiet">
          {needs.length > SHOWN
            ? t("afterMore", { names, more: needs.length - SHOWN })
            : t("after", { names })}
        </p>
      )}
      {task.note && <p className="text-dense">{text.note(task.note)}</p>}
      {task.seconds !== null && task.finishedAt && (
        <p className="text-dense text-quiet tabular-nums">{t("took", { duration: exact(task.seconds) })}</p>
      )}
    </div>
  );
}
