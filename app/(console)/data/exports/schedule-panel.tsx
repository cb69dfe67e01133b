"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "react-aria-components";
import { ScheduleChoice } from "@/components/exports/schedule-choice";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { Notice } from "@/components/ui/notice";
import { SidePanel } from "@/components/ui/side-panel";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { setScheduleAction } from "./actions";
import type { ExportSubject } from "./use-export-commands";

interface SchedulePanelProps {
  subjects: ExportSubject[];
  onClose: () => void;
}

/** Whether exports run with the system's refreshes or only when somebody says so. */
export function SchedulePanel({ subjects, onClose }: SchedulePanelProps) {
  const t = useTranslations("exports");
  const queries = useQueryClient();
  const { run, form, isPending, problem } = useAction(setScheduleAction);
  const [isScheduled, setScheduled] = useState(subjects.every((subject) => subject.isScheduled));
  const isMixed = new Set(subjects.map((subject) => subject.isScheduled)).size > 1;
  const which = { count: subjects.length, name: subjects[0]?.name ?? "" };

  async function save() {
    if (!(await run({ exportIds: subjects.map(({ id }) => id), isScheduled }))) return;
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
        {isMixed && <p>{t("scheduleMixed")}</p>}
        <ScheduleChoice value={isScheduled} onChange={setScheduled} />
        {isScheduled && <Notice tone="info">{t("systemOff")}</Notice>}
      </Form>
    </SidePanel>
  );
}
