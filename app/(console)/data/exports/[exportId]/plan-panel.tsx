"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRunText } from "@/components/runs/use-run-text";
import { KeyValues } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import { ProgressBar } from "@/components/ui/progress-bar";
import { SidePanel } from "@/components/ui/side-panel";
import type { PlanDetail } from "@/lib/runs/find-plan";
import { planQuery } from "@/lib/runs/query-options";

/** What a run would do now. */
export function PlanPanel({ planId, onClose }: { planId: string; onClose: () => void }) {
  const t = useTranslations("exports");
  const { data: plan, isError } = useQuery(planQuery(planId));
  return (
    <SidePanel
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("plan")}
      description={t("planHint")}
    >
      <div className="flex flex-col gap-5" aria-live="polite">
        {isError && <Notice tone="bad">{t("planLost")}</Notice>}
        {plan?.status === "failed" && <Notice tone="bad">{t("planFailed")}</Notice>}
        {plan?.counts ? (
          <Figures plan={plan} counts={plan.counts} />
        ) : (
          !isError && plan?.status !== "failed" && <ProgressBar label={t("planning")} />
        )}
      </div>
    </SidePanel>
  );
}

interface FiguresProps {
  plan: PlanDetail;
  counts: NonNullable<PlanDetail["counts"]>;
}

function Figures({ plan, counts }: FiguresProps) {
  const t = useTranslations("exports");
  const runs = useTranslations("runs");
  const text = useRunText();
  const of = (people: number) => <span className="tabular-nums">{t("planPeople", { people })}</span>;
  return (
    <>
      {plan.problem && <Notice tone="warning">{text.problem(plan.problem)}</Notice>}
      {plan.hold && (
        <Notice tone="warning" title={t("planHeld")}>
          {runs(`hold.${plan.hold.reason}`, plan.hold)}
        </Notice>
      )}
      <KeyValues
        items={[
          { label: t("planAdd"), value: of(counts.add) },
          { label: t("planChange"), value: of(counts.change) },
          { label: runs("outcome.unchanged"), value: of(counts.unchanged) },
          { label: t("planRemove"), value: of(counts.remove) },
          { label: runs("outcome.no_email"), value: of(counts.noEmail) },
          { label: runs("outcome.invalid_email"), value: of(counts.invalidEmail) },
          { label: runs("outcome.duplicate"), value: of(counts.duplicate) },
          { label: runs("outcome.excluded"), value: of(counts.excluded) },
          { label: runs("membersTotal"), value: of(counts.members) },
          { label: t("planCalls"), value: plan.calls },
          { label: t("planSeconds"), value: t("planAtLeast", { seconds: plan.seconds ?? 0 }) },
        ]}
      />
      <p className="text-dense text-quiet">{t("planNote")}</p>
    </>
  );
}
