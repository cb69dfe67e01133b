"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { RunStatusPill } from "@/components/runs/run-status";
import { useRunSentence } from "@/components/runs/use-run-sentence";
import { Page } from "@/components/ui/page";
import { Section } from "@/components/ui/section";
import { useLive } from "@/components/ui/use-live";
import type { RunDetail } from "@/lib/runs/queries";
import { isSettled, runQuery } from "@/lib/runs/query-options";
import { isActive } from "@/lib/runs/transitions";
import { CancelRun } from "../cancel-run";
import { HeldRun } from "./held-run";
import { RetryFailed } from "./retry-failed";
import { LeaverBooks, MemberBooks } from "./run-books";
import { runCrumbs } from "./run-crumbs";
import { RunFacts } from "./run-facts";
import { RunLog } from "./run-log";
import { RunNotices } from "./run-notices";
import { RunPhases } from "./run-phases";
import { RunPlan } from "./run-plan";

/** One run, kept current until its books are closed. */
export function RunView({ initial }: { initial: RunDetail }) {
  const t = useTranslations("runs");
  const run = useLive(runQuery, initial);
  const queries = useQueryClient();
  const isCanceling = run.cancelRequestedAt !== null && isActive(run.status);
  return (
    <Page
      title={t("title", { number: run.number, name: run.export.name })}
      breadcrumb={runCrumbs(run, t("exportsCrumb"))}
      action={
        run.canCancel || isCanceling ? (
          <CancelRun
            runId={run.id}
            exportName={run.export.name}
            unsent={unsentOf(run)}
            isCanceling={isCanceling}
            onAnswer={() => queries.invalidateQueries({ queryKey: ["run", run.id] })}
          />
        ) : (
          run.canRetry && <RetryFailed run={run} />
        )
      }
    >
      <Standing run={run} />
      {run.hold && <HeldRun run={run} hold={run.hold} />}
      <RunNotices run={run} />
      {!isSettled(run) && !run.hold && (
        <Section title={t("progress")}>
          <RunPhases run={run} />
        </Section>
      )}
      <Parts run={run} />
    </Page>
  );
}

function unsentOf({ phases }: RunDetail): number {
  const sending = phases.find(({ phase }) => phase === "send");
  return sending?.total ? sending.total - sending.done : 0;
}

/** The books first; beside them, on wide screens, what there is less of. */
function Parts({ run }: { run: RunDetail }) {
  const t = useTranslations("runs");
  return (
    <div className="grid items-start gap-x-10 gap-y-8 *:mt-0! lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)] lg:grid-rows-[auto_1fr]">
      {!run.hold && (
        <Section title={t("outcomes")} description={run.counts && t("outcomesNote")} className="pt-4">
          <MemberBooks run={run} />
        </Section>
      )}
      <div className="flex flex-col gap-8 *:mt-0! lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:pt-4">
        {run.counts && (
          <Section title={t("leaversTitle")}>
            <LeaverBooks runId={run.id} counts={run.counts} />
          </Section>
        )}
        <Section title={t("factsTitle")}>
          <RunFacts run={run} />
        </Section>
      </div>
      {run.plan && run.counts && (
        <Section title={t("compare.title")} description={t("compare.description")}>
          <RunPlan run={run} plan={run.plan} counts={run.counts} />
        </Section>
      )}
      <Section title={t("log")}>
        <RunLog log={run.log} />
      </Section>
    </div>
  );
}

function Standing({ run }: { run: RunDetail }) {
  const t = useTranslations("runs");
  const sentence = useRunSentence();
  const isFollowed = !isActive(run.status) && !isSettled(run) && run.counts !== null;
  return (
    // Heard when it changes, so it holds nothing that changes every second.
    <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <RunStatusPill status={run.status} size="large" />
      <p className="min-w-0 flex-1 basis-64 text-pretty">
        {sentence(run)}
        {isFollowed && ` ${t("following")}`}
      </p>
    </div>
  );
}
