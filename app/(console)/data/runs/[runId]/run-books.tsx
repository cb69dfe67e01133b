"use client";
import { useTranslations } from "next-intl";
import { TextLink } from "@/components/ui/text-link";
import { leaverOutcomes, memberOutcomes } from "@/lib/runs/counts";
import type { OutcomeCounts } from "@/lib/runs/outcomes/outcome-counts";
import type { RunDetail } from "@/lib/runs/queries";
import { isActive } from "@/lib/runs/transitions";
import { BooksTable } from "./books-table";

/** Every member in exactly one outcome, and that they add up. */
export function MemberBooks({ run }: { run: RunDetail }) {
  const t = useTranslations("runs");
  const { counts } = run;
  if (!counts) return <p className="text-quiet">{t(isActive(run.status) ? "notPlanned" : "neverPlanned")}</p>;
  return (
    <div className="flex flex-col gap-3">
      <BooksTable
        runId={run.id}
        label={t("members")}
        total={{ label: t("membersTotal"), people: counts.members }}
        lines={[
          ...memberOutcomes.map((outcome) => ({ outcome, people: counts.outcomes[outcome] })),
          { outcome: "in_progress", people: counts.openMembers },
        ]}
        always={["added", "changed", "unchanged"]}
        isExplained
      />
      <LeftOut runId={run.id} counts={counts} />
      {!counts.isSettled && <p className="text-dense text-quiet">{t("unsettled")}</p>}
    </div>
  );
}

/** The same of those who are to be taken off the list. */
export function LeaverBooks({ runId, counts }: { runId: string; counts: OutcomeCounts }) {
  const t = useTranslations("runs");
  if (counts.leavers === 0) return <p className="text-quiet">{t("noLeavers")}</p>;
  return (
    <BooksTable
      runId={runId}
      label={t("leavers")}
      total={{ label: t("leaversTotal"), people: counts.leavers }}
      lines={[
        ...leaverOutcomes.map((outcome) => ({ outcome, people: counts.outcomes[outcome] })),
        { outcome: "removal_in_progress", people: counts.openLeavers },
      ]}
      always={["removed"]}
    />
  );
}

function LeftOut({ runId, counts }: { runId: string; counts: OutcomeCounts }) {
  const t = useTranslations("runs");
  if (counts.warnings === 0) return null;
  return (
    <p>
      {t("leftOut", { count: counts.warnings })}{" "}
      <TextLink href={`/data/runs/${runId}/people?outcome=warnings`}>{t("leftOutOpen")}</TextLink>
    </p>
  );
}
