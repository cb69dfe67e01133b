"use client";
import { Calculator } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { PlainTable } from "@/components/ui/plain-table";
import { useAction } from "@/components/ui/use-action";
import { countRulesAction } from "../actions";

interface RuleCountsProps {
  segmentId: string;
  /** Each rule in words, by its place. */
  rules: { path: string; words: ReactNode }[];
}

/** How many customers each rule finds on its own, counted when somebody asks. */
export function RuleCounts({ segmentId, rules }: RuleCountsProps) {
  const t = useTranslations("segments.life");
  const format = useFormatter();
  const { run, isPending, problem } = useAction(countRulesAction);
  const [counts, setCounts] = useState<Record<string, number>>();
  return (
    <div className="flex flex-col items-start gap-3">
      {problem && <FormProblem>{problem}</FormProblem>}
      {counts && (
        <PlainTable
          label={t("ruleCounts")}
          className="w-full max-w-3xl"
          columns={[{ label: t("rule") }, { label: t("ruleFinds"), align: "end" }]}
          rows={rules
            .filter(({ path }) => path in counts)
            .map(({ path, words }) => ({
              id: path,
              cells: [
                <div key="words" className="min-w-52 whitespace-normal">
                  {words}
                </div>,
                format.number(counts[path] ?? 0),
              ],
            }))}
        />
      )}
      <Button
        icon={<Calculator />}
        isPending={isPending}
        onPress={async () => {
          const counted = await run({ segmentId });
          if (counted) setCounts(counted.counts);
        }}
      >
        {t(counts ? "countAgain" : "countRules")}
      </Button>
    </div>
  );
}
