"use client";
import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { NumberField } from "@/components/ui/number-field";
import { RadioGroup } from "@/components/ui/radio-group";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import type { DatabaseDraft, DatabaseFormState } from "./use-database-form";

/** How the source is read each time: everything or what changed, for how long, and whether with the schedule. */
export function RefreshFields({ state }: { state: DatabaseFormState }) {
  const t = useTranslations("databaseSources");
  const { draft, change, fieldProblem } = state;
  return (
    <Section title={t("refreshTitle")}>
      <RadioGroup
        label={t("mode")}
        value={draft.mode}
        onChange={(mode) => change({ mode: mode as DatabaseDraft["mode"] })}
        options={[
          { id: "full", label: t("modeFull"), description: t("modeFullHint") },
          { id: "incremental", label: t("modeIncremental"), description: t("modeIncrementalHint") },
        ]}
        className="max-w-200"
      />
      {draft.mode === "incremental" && <CursorFields state={state} />}
      <NumberField
        label={t("timeLimit")}
        name="timeLimitMinutes"
        className="max-w-64"
        value={draft.timeLimitMinutes}
        onChange={(timeLimitMinutes) => change({ timeLimitMinutes })}
        error={fieldProblem("timeLimitMinutes")}
        description={t("timeLimitHint")}
      />
      <Checkbox isSelected={draft.isScheduled} onChange={(isScheduled) => change({ isScheduled })}>
        {t("isScheduled")}
      </Checkbox>
    </Section>
  );
}

function CursorFields({ state }: { state: DatabaseFormState }) {
  const t = useTranslations("databaseSources");
  const { draft, change, fieldProblem, looked } = state;
  const stored = draft.cursorColumn ? [{ column: draft.cursorColumn, kind: undefined }] : [];
  const cursors = looked?.cursors ?? stored;
  const kind = looked?.cursors.find(({ column }) => column === draft.cursorColumn)?.kind;
  return (
    <div className="grid max-w-200 gap-6 sm:grid-cols-3">
      <Select
        label={t("cursorColumn")}
        description={t("cursorHint")}
        items={cursors.map(({ column }) => ({ id: column, label: column }))}
        value={draft.cursorColumn || null}
        onChange={(cursorColumn) => change({ cursorColumn })}
        error={fieldProblem("cursorColumn")}
      />
      <NumberField
        label={t(kind === "number" ? "overlapNumbers" : "overlapMinutes")}
        name="overlap"
        value={draft.overlap}
        onChange={(overlap) => change({ overlap })}
        error={fieldProblem("overlap")}
        description={t("overlapHint")}
      />
      <NumberField
        label={t("compareEvery")}
        name="compareEveryHours"
        value={draft.compareEveryHours}
        onChange={(compareEveryHours) => change({ compareEveryHours })}
        error={fieldProblem("compareEveryHours")}
        description={t("compareHint")}
      />
    </div>
  );
}
