"use client";
import { useFormatter, useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { useDuration } from "@/components/runs/use-duration";
import { BarChart } from "@/components/ui/bar-chart";
import { EmptyState } from "@/components/ui/empty-state";
import { PlainTable } from "@/components/ui/plain-table";
import { Tabs } from "@/components/ui/tabs";
import { TextLink } from "@/components/ui/text-link";
import type { RunFigures } from "@/lib/runs/progress/list-run-figures";

const figures = ["members", "sent", "added", "removed", "rejected", "seconds"] as const;
const views = ["charts", "table"] as const;

/** How the last runs went, figure by figure: as charts, and as a table that says the same. */
export function RunCharts({ runs }: { runs: RunFigures[] }) {
  const t = useTranslations("exports.charts");
  const [view, setView] = useQueryState("figures", parseAsStringLiteral(views).withDefault("charts"));
  if (runs.length < 2) return <EmptyState>{t("tooFew")}</EmptyState>;
  return (
    <Tabs
      label={t("views")}
      value={view}
      onChange={(id) => void setView(id === "table" ? "table" : null)}
      tabs={[
        { id: "charts", label: t("charts"), content: <Charts runs={runs} /> },
        { id: "table", label: t("table"), content: <FigureTable runs={runs} /> },
      ]}
    />
  );
}

function useFigureText() {
  const format = useFormatter();
  const { exact } = useDuration();
  return (figure: (typeof figures)[number]) => (value: number) =>
    figure === "seconds" ? exact(value) : format.number(value);
}

function Charts({ runs }: { runs: RunFigures[] }) {
  const t = useTranslations("exports.charts");
  const format = useFormatter();
  const textOf = useFigureText();
  const [activeId, setActiveId] = useState<string>();
  const day = (run?: RunFigures) => run && format.dateTime(new Date(run.at), { dateStyle: "medium" });
  return (
    <div className="grid grid-cols-2 gap-x-6 gap-y-6 md:gap-x-10 lg:grid-cols-3">
      {figures.map((figure) => (
        <div key={figure} className="flex min-w-0 flex-col gap-1">
          <BarChart
            label={t(figure)}
            tone={figure === "rejected" ? "bad" : "neutral"}
            format={textOf(figure)}
            activeId={activeId}
            onActiveChange={setActiveId}
            bars={runs.map((run) => ({
              id: run.id,
              name: t("bar", { number: run.number, at: new Date(run.at) }),
              value: run[figure],
              href: `/data/runs/${run.id}`,
            }))}
          />
          <p aria-hidden className="flex justify-between gap-2 text-xs text-quiet">
            <span>{day(runs[0])}</span>
            <span>{day(runs.at(-1))}</span>
          </p>
        </div>
      ))}
    </div>
  );
}

function FigureTable({ runs }: { runs: RunFigures[] }) {
  const t = useTranslations("exports.charts");
  const all = useTranslations("runs");
  const format = useFormatter();
  const textOf = useFigureText();
  return (
    <PlainTable
      label={t("table")}
      columns={[
        { label: all("run") },
        { label: all("started") },
        ...figures.map((figure) => ({ label: t(figure), align: "end" as const })),
      ]}
      rows={runs.toReversed().map((run) => ({
        id: run.id,
        cells: [
          <TextLink key="run" href={`/data/runs/${run.id}`}>
            {all("numbered", { number: run.number })}
          </TextLink>,
          format.dateTime(new Date(run.at), { dateStyle: "medium", timeStyle: "short" }),
          ...figures.map((figure) => textOf(figure)(run[figure])),
        ],
      }))}
    />
  );
}
