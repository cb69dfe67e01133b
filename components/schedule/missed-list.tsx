"use client";
import { useFormatter, useTranslations } from "next-intl";
import { PlainTable } from "@/components/ui/plain-table";
import type { Missed } from "@/lib/schedule/queries";

/** Instants that came while nothing of Ferry ran, newest first. */
export function MissedList({ missed }: { missed: Missed }) {
  const t = useTranslations("schedule");
  const format = useFormatter();
  const moment = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" });
  return (
    <>
      <PlainTable
        label={t("missed")}
        className="max-h-96 w-fit max-w-full"
        columns={[{ label: t("missedAt") }, { label: t("missedNoticed") }]}
        rows={missed.rows.map(({ instant, noticedAt }) => ({
          id: instant,
          cells: [moment(instant), moment(noticedAt)],
        }))}
      />
      {missed.total > missed.rows.length && (
        <p className="text-dense text-quiet">{t("missedMore", { count: missed.rows.length })}</p>
      )}
    </>
  );
}
