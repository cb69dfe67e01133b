"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTimeZone, useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "react-aria-components";
import { ScheduleChoice } from "@/components/exports/schedule-choice";
import { toSchedule, toScheduleDraft } from "@/components/schedule/schedule-draft";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { RadioGroup } from "@/components/ui/radio-group";
import { SidePanel } from "@/components/ui/side-panel";
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
    <SidePanel
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("schedulePanel")}
      description={t("scheduleFor", which)}
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button variant="primary" isPending={isPending} onPress={() => void save()}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Form ref={form} className="flex flex-col gap-5" onSubmit={(event) => event.preventDefault()}>
        {problem && <FormProblem>{problem}</FormProblem>}
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
      </Form>
    </SidePanel>
  );
}
