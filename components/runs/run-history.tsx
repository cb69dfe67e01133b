"use client";
import { useFormatter, useTranslations } from "next-intl";
import { RunStatusPill } from "@/components/runs/run-status";
import { useDuration } from "@/components/runs/use-duration";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { RunLine } from "@/lib/runs/queries";

const figures = ["sent", "rejected", "removed"] as const;

/** The runs of one export, newest first. */
export function RunHistory({ runs }: { runs: RunLine[] }) {
  const t = useTranslations("runs");
  const { exact } = useDuration();
  if (runs.length === 0) return <EmptyState>{t("noRuns")}</EmptyState>;
  return (
    <DataTable
      label={t("history")}
      rows={runs}
      rowHref={({ id }) => `/data/runs/${id}`}
      columns={[
        { id: "number", label: t("run"), isRowHeader: true, cell: ({ number }) => t("numbered", { number }) },
        { id: "started", label: t("started"), cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
        { id: "status", label: t("statusLabel"), cell: ({ status }) => <RunStatusPill status={status} /> },
        ...figures.map((figure) => ({
          id: figure,
          label: t(figure),
          align: "end" as const,
          hideBelow: figure === "sent" ? undefined : ("sm" as const),
          cell: (run: RunLine) => <People run={run} figure={figure} />,
        })),
        {
          id: "why",
          label: t("why"),
          hideBelow: "md",
          cell: ({ reason, startedBy }) => t(`reason.${reason}`, { name: startedBy ?? t("somebody") }),
        },
        {
          id: "duration",
          label: t("duration"),
          align: "end",
          hideBelow: "lg",
          cell: ({ seconds }) => (seconds === null ? "–" : exact(seconds)),
        },
      ]}
    />
  );
}

/** A number of people that leads to them. */
function People({ run, figure }: { run: RunLine; figure: (typeof figures)[number] }) {
  const format = useFormatter();
  const people = run.figures?.[figure];
  if (people === undefined) return "–";
  if (people === 0) return format.number(0);
  return <TextLink href={`/data/runs/${run.id}/people?outcome=${figure}`}>{format.number(people)}</TextLink>;
}
