"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { Notice } from "@/components/ui/notice";
import { useAction } from "@/components/ui/use-action";
import type { RunDetail } from "@/lib/runs/queries";
import { releaseRunAction } from "../../exports/actions";

/** Why a run is held, with its numbers; an administrator lets it go on. */
export function HeldRun({ run, hold }: { run: RunDetail; hold: NonNullable<RunDetail["hold"]> }) {
  const t = useTranslations("runs");
  const why = t(`hold.${hold.reason}`, { people: hold.people, of: hold.of, percent: hold.percent });
  return (
    <Notice tone="warning" title={why} action={run.canRelease && <Release run={run} why={why} />}>
      <p>{t(run.canRelease ? "hold.look" : "hold.ask")}</p>
      <p className="mt-1 text-quiet">{t("hold.plan", hold.plan)}</p>
    </Notice>
  );
}

function Release({ run, why }: { run: RunDetail; why: string }) {
  const t = useTranslations("runs");
  const queries = useQueryClient();
  const { run: release, problem } = useAction(releaseRunAction);

  async function confirm() {
    const isDone = (await release({ runId: run.id })) !== undefined;
    await queries.invalidateQueries({ queryKey: ["run", run.id] });
    return isDone;
  }

  return (
    <ConfirmDialog
      trigger={<Button size="small">{t("hold.release")}</Button>}
      title={t("hold.releaseTitle", { number: run.number })}
      confirmLabel={t("hold.release")}
      onConfirm={confirm}
    >
      <div className="flex flex-col gap-2">
        {problem && <FormProblem>{problem}</FormProblem>}
        <p>{why}</p>
        <p>{t("hold.releaseBody")}</p>
      </div>
    </ConfirmDialog>
  );
}
