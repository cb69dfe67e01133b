"use client";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { GroupEditor } from "@/components/segments/group-editor";
import { useRules } from "@/components/segments/rules-context";
import type { DraftRule } from "@/components/segments/segment-draft";
import { IconButton } from "@/components/ui/icon-button";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { ruleOperators } from "@/lib/segments/definition";

interface RuleCardProps {
  rule: DraftRule;
  index: number;
  isOnly: boolean;
}

/** One rule, and how it is joined to the rules above it. */
export function RuleCard({ rule, index, isOnly }: RuleCardProps) {
  const t = useTranslations("segmentBuilder");
  const { changeRule, removeRule } = useRules();
  const heading = useId();
  const number = index + 1;
  return (
    <>
      {index > 0 && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Segmented
            label={t("combine", { number })}
            options={ruleOperators.map((id) => ({ id, label: t(id) }))}
            value={rule.combine}
            onChange={(id) => changeRule(rule.id, { combine: id as DraftRule["combine"] })}
          />
          <span className="text-quiet">{t(`${rule.combine}Hint`)}</span>
        </div>
      )}
      <div role="group" aria-labelledby={heading}>
        <Panel className="flex flex-col gap-3">
          <div className="flex items-center justify-between gap-2">
            <h3 id={heading} className="font-semibold">
              {t("rule", { number })}
            </h3>
            {!isOnly && (
              <IconButton
                label={t("removeRule", { number })}
                icon={<Trash2 />}
                onPress={() => removeRule(rule.id)}
              />
            )}
          </div>
          <GroupEditor group={rule.group} path={`rules.${index}.group`} depth={1} />
        </Panel>
      </div>
    </>
  );
}
