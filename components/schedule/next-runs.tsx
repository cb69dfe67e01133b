"use client";
import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import type { RecurrenceDraft } from "@/components/schedule/recurrence-draft";
import { type LoadInstants, useInstants } from "@/components/schedule/use-instants";
import { useRecurrenceText } from "@/components/schedule/use-recurrence-text";
import { cn } from "@/components/ui/cn";
import { PlainTable } from "@/components/ui/plain-table";
import { Skeleton } from "@/components/ui/skeleton";

/** The next runs of what is being set, in the schedule's zone and in the viewer's. */
export function NextRuns({ draft, load }: { draft: RecurrenceDraft; load: LoadInstants }) {
  const t = useTranslations("schedule");
  const format = useFormatter();
  const { zoneName } = useRecurrenceText();
  const viewer = useTimeZone() ?? "UTC";
  const { instants, isComplete, hasFailed, isOfBefore } = useInstants(draft, load);
  const zones = draft.zone === viewer ? [viewer] : [draft.zone, viewer];
  if (!isComplete) return <p className="text-quiet">{t("previewIncomplete")}</p>;
  if (hasFailed) return <p className="text-quiet">{t("previewFailed")}</p>;
  if (!instants) return <Skeleton className="h-46 w-64" />;
  const textOf = (at: string, timeZone: string) =>
    format.dateTime(new Date(at), {
      weekday: "short",
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "numeric",
      minute: "2-digit",
      timeZone,
    });
  return (
    <div aria-busy={isOfBefore} className={cn("transition-opacity", isOfBefore && "opacity-50")}>
      <PlainTable
        label={t("nextRuns")}
        className="w-fit max-w-full"
        columns={zones.map((zone) => ({
          label: zone === viewer ? t("yourTime", { zone: zoneName(zone) }) : zoneName(zone),
        }))}
        rows={instants.map((at) => ({
          id: at,
          cells: zones.map((zone) => (
            <time key={zone} dateTime={at}>
              {textOf(at, zone)}
            </time>
          )),
        }))}
      />
    </div>
  );
}
