"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import { type OutcomeCounts, countOf } from "@/lib/runs/outcomes/outcome-counts";
import { type OpenableOutcome, openableOutcomes } from "@/lib/runs/outcomes/outcome-schema";

interface ChooseOutcomeProps {
  runId: string;
  outcome: OpenableOutcome;
  counts: OutcomeCounts;
}

/** Goes from one outcome to another; those that nobody has are left out. */
export function ChooseOutcome({ runId, outcome, counts }: ChooseOutcomeProps) {
  const t = useTranslations("runs");
  const router = useRouter();
  const offered = openableOutcomes.filter((one) => one === outcome || countOf(counts, one) > 0);
  return (
    <Select
      label={t("chooseOutcome")}
      hideLabel
      items={offered.map((one) => ({
        id: one,
        label: t("outcomeCount", { outcome: t(`outcome.${one}`), count: countOf(counts, one) }),
      }))}
      value={outcome}
      onChange={(next) => router.push(`/data/runs/${runId}/people?outcome=${next}`)}
      className="w-64 max-sm:w-full"
    />
  );
}
