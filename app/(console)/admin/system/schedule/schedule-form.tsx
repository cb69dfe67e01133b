"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "react-aria-components";
import { type RecurrenceDraft, toRecurrence } from "@/components/schedule/recurrence-draft";
import { RecurrenceFields } from "@/components/schedule/recurrence-fields";
import type { LoadInstants } from "@/components/schedule/use-instants";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { Notice } from "@/components/ui/notice";
import { NumberField } from "@/components/ui/number-field";
import { Switch } from "@/components/ui/switch";
import { showToast } from "@/components/ui/toast";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { useAction } from "@/components/ui/use-action";
import { fieldProblems } from "@/lib/field-problems";
import { type SystemScheduleInput, catchUpRange, systemScheduleSchema } from "@/lib/schedule/schema";
import { saveSystemScheduleAction } from "./actions";

interface ScheduleDraft {
  isOn: boolean;
  catchUpMinutes: number;
  recurrence: RecurrenceDraft;
}

interface ScheduleFormProps {
  initial: ScheduleDraft;
  /** How many exports run with it. */
  exports: number;
  preview: LoadInstants;
}

/** When everything is refreshed: sources, then segments, then the exports that run with them. */
export function ScheduleForm({ initial, exports, preview }: ScheduleFormProps) {
  const t = useTranslations("schedule");
  const [saved, setSaved] = useState(initial);
  const [draft, setDraft] = useState(initial);
  const change = (part: Partial<ScheduleDraft>) => setDraft({ ...draft, ...part });
  const { run, form, isPending, problem, fieldProblem } = useAction(async (input: SystemScheduleInput) => {
    const parsed = systemScheduleSchema.safeParse(input);
    if (!parsed.success) return { ok: false, code: "invalid", fields: fieldProblems(parsed.error) };
    return saveSystemScheduleAction(parsed.data);
  });
  const isDirty = JSON.stringify(draft) !== JSON.stringify(saved);

  async function save() {
    const recurrence = toRecurrence(draft.recurrence) as SystemScheduleInput["recurrence"];
    if (!(await run({ ...draft, recurrence }))) return;
    setSaved(draft);
    showToast({ title: t(draft.isOn ? "savedOn" : "savedOff"), tone: "good" });
  }

  return (
    <Form
      ref={form}
      className="flex max-w-3xl flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <UnsavedGuard isDirty={isDirty && !isPending} />
      {problem && <FormProblem>{problem}</FormProblem>}
      <Switch
        isSelected={draft.isOn}
        onChange={(isOn) => change({ isOn })}
        description={t(draft.isOn ? "onHint" : "offHint")}
      >
        {t("switch")}
      </Switch>
      <RecurrenceFields
        kinds={["day", "week"]}
        draft={draft.recurrence}
        onChange={(recurrence) => change({ recurrence })}
        problemOf={(path) => fieldProblem(`recurrence.${path}`)}
        preview={preview}
      />
      <NumberField
        label={t("catchUp")}
        description={t("catchUpHint")}
        suffix={t("minutesUnit")}
        className="max-w-80"
        value={draft.catchUpMinutes}
        onChange={(catchUpMinutes) => change({ catchUpMinutes })}
        minValue={catchUpRange.minimum}
        maxValue={catchUpRange.maximum}
        error={fieldProblem("catchUpMinutes")}
      />
      {isDirty && exports > 0 && <Notice tone="warning">{t("caution", { count: exports })}</Notice>}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" isPending={isPending} isDisabled={!isDirty}>
          {t("save")}
        </Button>
        <Button variant="quiet" isDisabled={!isDirty || isPending} onPress={() => setDraft(saved)}>
          {t("undo")}
        </Button>
      </div>
    </Form>
  );
}
