"use client";
import { Plus, Redo2, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { RuleCard } from "@/components/segments/rule-card";
import { RulesScope, type SegmentChoice } from "@/components/segments/rules-context";
import type { DraftItem, RulesDraft } from "@/components/segments/segment-draft";
import type { useRulesDraft } from "@/components/segments/use-rules-draft";
import { useUndoKeys } from "@/components/segments/use-undo-keys";
import { Button } from "@/components/ui/button";
import { ComboBox } from "@/components/ui/combo-box";
import { FormProblem } from "@/components/ui/form-status";
import { IconButton } from "@/components/ui/icon-button";
import { Section } from "@/components/ui/section";
import type { ProfileField } from "@/lib/profiles/fields";
import { MAX_RULES } from "@/lib/segments/extent";

interface RulesEditorProps {
  edit: ReturnType<typeof useRulesDraft>;
  fields: ProfileField[];
  segments: SegmentChoice[];
  timeZones: string[];
  problemOf: (path: string) => string | undefined;
}

/** The rules of a segment, each a card, with the steps that can be taken back. */
export function RulesEditor({ edit, fields, segments, timeZones, problemOf }: RulesEditorProps) {
  const t = useTranslations("segments");
  const builder = useTranslations("segmentBuilder");
  const { draft, history, addedId, change, changeRule, add } = edit;
  const addRule = useRef<HTMLButtonElement>(null);
  useUndoKeys(history);

  function removeRule(id: string) {
    edit.removeRule(id);
    addRule.current?.focus();
  }

  const rulesProblem = problemOf("") ?? problemOf("rules");
  return (
    <RulesScope value={{ fields, segments, addedId, problemOf, change, changeRule, removeRule, add }}>
      <Section
        title={t("rules")}
        description={`${t("negationNote")} ${draft.rules.length > 1 ? builder("order") : ""}`}
        action={
          <>
            <IconButton
              label={builder("undo")}
              icon={<Undo2 />}
              isDisabled={!history.canUndo}
              onPress={history.undo}
            />
            <IconButton
              label={builder("redo")}
              icon={<Redo2 />}
              isDisabled={!history.canRedo}
              onPress={history.redo}
            />
          </>
        }
      >
        <div className="flex flex-col items-stretch gap-3">
          {draft.rules.map((rule, index) => (
            <RuleCard key={rule.id} rule={rule} index={index} isOnly={draft.rules.length === 1} />
          ))}
          {rulesProblem && <FormProblem>{rulesProblem}</FormProblem>}
          <div className="flex flex-col items-start gap-4">
            {draft.rules.length < MAX_RULES && (
              <Button ref={addRule} icon={<Plus />} onPress={edit.addRule}>
                {builder("addRule")}
              </Button>
            )}
            {hasDays(draft, fields) && (
              <ComboBox
                label={builder("timeZone")}
                description={builder("timeZoneHint")}
                items={timeZones.map((id) => ({ id, label: id.replaceAll("_", " ") }))}
                value={draft.timeZone}
                onChange={(zone) => zone && zone !== draft.timeZone && edit.setTimeZone(zone)}
                error={problemOf("timeZone")}
                className="w-full sm:w-102"
              />
            )}
          </div>
        </div>
      </Section>
    </RulesScope>
  );
}

/** Whether a condition asks for a day, so that it matters where days begin. */
function hasDays({ rules }: RulesDraft, fields: ProfileField[]): boolean {
  const dated = new Set(
    fields.filter(({ type }) => type === "date" || type === "datetime").map(({ key }) => key),
  );
  const asks = (item: DraftItem): boolean => {
    if (item.kind === "group") return item.items.some(asks);
    return item.kind === "condition" && dated.has(item.field);
  };
  return rules.some(({ group }) => asks(group));
}
