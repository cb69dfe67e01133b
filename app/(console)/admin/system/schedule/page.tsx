import type { Metadata } from "next";
import { getTimeZone, getTranslations } from "next-intl/server";
import { MissedList } from "@/components/schedule/missed-list";
import { toRecurrenceDraft } from "@/components/schedule/recurrence-draft";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { requireActor } from "@/lib/auth/current-actor";
import { can } from "@/lib/auth/permissions";
import { listMissed } from "@/lib/schedule/queries";
import { getSystemSchedule } from "@/lib/schedule/system-schedule";
import { previewScheduleAction } from "../../../actions";
import { ScheduleFacts } from "./schedule-facts";
import { ScheduleForm } from "./schedule-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("system"))("schedule") };
}

export default async function SchedulePage() {
  const actor = await requireActor("system:read");
  const t = await getTranslations("schedule");
  const schedule = await getSystemSchedule(actor);
  const missed = await listMissed(actor);
  const { isOn, catchUpMinutes } = schedule;
  const recurrence = toRecurrenceDraft(await getTimeZone(), schedule.recurrence);
  return (
    <>
      {can(actor, "system:manage") ? (
        <ScheduleForm
          initial={{ isOn, catchUpMinutes, recurrence }}
          exports={schedule.exports}
          preview={previewScheduleAction}
        />
      ) : (
        <ScheduleFacts schedule={schedule} recurrence={recurrence} preview={previewScheduleAction} />
      )}
      <Section title={t("missed")} description={t("missedHint")}>
        {missed.total > 0 ? <MissedList missed={missed} /> : <EmptyState>{t("noneMissed")}</EmptyState>}
      </Section>
    </>
  );
}
