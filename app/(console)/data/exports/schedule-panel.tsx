"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTimeZone, useTranslations } from "next-intl";
import { useState } from "react";
import { ScheduleChoice } from "@/components/exports/schedule-choice";
import { toSchedule, toScheduleDraft } from "@/components/schedule/schedule-draft";
import { RadioGroup } from "@/components/ui/radio-group";
import { SidePanelForm } from "@/components/ui/side-panel-form";
import { Switch } from "@/components/ui/switch";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { type SetScheduleInput, setScheduleSchema } from "@/lib/exports/schema";
import { fieldProblems } from "@/lib/field-problems";
import { previewScheduleAction } from "../../actions";
import { setScheduleAction } from "./actions";
import type { ExportSubject } from "./use-export-commands";

interface SchedulePanelProps {
  subjects: ExportSubject[];
  onClose: () => void;
}

/** When exports run by themselves. Several keep the schedule each has, or get a new one together. */
export function SchedulePanel({ subjects, onClose }: SchedulePanelProps) {
  const t = useTranslations("exports");
  const queries = useQueryClient();
  const { run, form, isPending, problem, fieldProblem } = useAction(async (input: SetScheduleInput) => {
    const parsed = setScheduleSchema.safeParse(input);
    if (!parsed.success) return { ok: false, code: "invalid", fields: fieldProblems(parsed.error) };
    return setScheduleAction(parsed.data);
  });
  const zone = useTimeZone() ?? "UTC";
  const [first] = subjects;
  const isOne = subjects.length === 1;
  const [keepsEach, setKeepsEach] = useState(!isOne);
  const [draft, setDraft] = useState(() =>
    toScheduleDraft(zone, {
      isScheduled: subjects.some(({ isScheduled }) => isScheduled),
      ownSchedule: (isOne && first?.ownSchedule) || null,
    }),
  );
  const which = { count: subjects.length, name: first?.name ?? "" };

  async function save() {
    const schedule = keepsEach ? { isScheduled: draft.isScheduled } : toSchedule(draft);
    if (!(await run({ exportIds: subjects.map(({ id }) => id), ...schedule }))) return;
    showToast({ title: t("scheduleSaved", which), tone: "good" });
    await queries.invalidateQueries({ queryKey: ["exports"] });
    onClose();
  }

  return (
    <SidePanelForm
      title={t("schedulePanel")}
      description={t("scheduleFor", which)}
      submitLabel={t("save")}
      onSubmit={() => void save()}
      onClose={onClose}
      form={form}
      isPending={isPending}
      problem={problem}
    >
      {!isOne && (
        <RadioGroup
          label={t("schedules")}
          value={keepsEach ? "keep" : "define"}
          onChange={(id) => setKeepsEach(id === "keep")}
          options={[
            { id: "keep", label: t("keepSchedules") },
            { id: "define", label: t("defineSchedule") },
          ]}
        />
      )}
      {keepsEach ? (
        <Switch
          isSelected={draft.isScheduled}
          onChange={(isScheduled) => setDraft({ ...draft, isScheduled })}
          description={t("schedulesSwitchHint")}
        >
          {t("schedulesSwitch")}
        </Switch>
      ) : (
        <ScheduleChoice
          value={draft}
          onChange={setDraft}
          problemOf={fieldProblem}
          systemRunAt={first?.systemRunAt ?? null}
          preview={previewScheduleAction}
        />
      )}
    </SidePanelForm>
  );
}
