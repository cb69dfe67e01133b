"use client";
import { useFormatter, useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { PlainTable } from "@/components/ui/plain-table";
import { Tabs } from "@/components/ui/tabs";
import { TrendLine } from "@/components/ui/trend-line";
import type { TrendPoint } from "@/lib/segments/trend";

const views = ["chart", "table"] as const;

/** How many members there were after each refresh: as a line, and as a table that says the same. */
export function MemberTrend({ points }: { points: TrendPoint[] }) {
  const t = useTranslations("segments.life");
  const [view, setView] = useQueryState("trend", parseAsStringLiteral(views).withDefault("chart"));
  if (points.length < 2) return <EmptyState>{t("trendTooFew")}</EmptyState>;
  return (
    <Tabs
      label={t("trendViews")}
      value={view}
      onChange={(id) => void setView(id === "table" ? "table" : null)}
      tabs={[
        { id: "chart", label: t("trendChart"), content: <Chart points={points} /> },
        { id: "table", label: t("trendTable"), content: <TrendTable points={points} /> },
      ]}
    />
  );
}

function Chart({ points }: { points: TrendPoint[] }) {
  const t = useTranslations("segments.life");
  const format = useFormatter();
  const values = points.map(({ members }) => members);
  const most = Math.max(...values);
  const least = Math.min(...values);
  const day = (point?: TrendPoint) => point && format.dateTime(new Date(point.at), { dateStyle: "medium" });
  return (
    <figure className="flex max-w-3xl flex-col gap-1">
      <div className="flex gap-3">
        <div
          aria-hidden
          className={cn(
            "flex h-32 flex-col text-end text-xs text-quiet tabular-nums",
            least < most ? "justify-between" : "justify-center",
          )}
        >
          <span>{format.number(most)}</span>
          {least < most && <span>{format.number(least)}</span>}
        </div>
        <TrendLine
          values={values}
          label={t("trendWords", { from: values[0] ?? 0, to: values.at(-1) ?? 0 })}
          className="h-32 min-w-0 flex-1 border-b border-line-strong"
        />
      </div>
      <figcaption className="flex justify-between gap-2 text-xs text-quiet">
        <span>{day(points[0])}</span>
        <span>{day(points.at(-1))}</span>
      </figcaption>
    </figure>
  );
}

function TrendTable({ points }: { points: TrendPoint[] }) {
  const t = useTranslations("segments.life");
  const format = useFormatter();
  const signed = (change: number) => format.number(change, { signDisplay: "exceptZero" });
  return (
    <PlainTable
      label={t("trendTable")}
      className="max-h-96 max-w-3xl"
      columns={[
        { label: t("refreshedAt") },
        { label: t("memberCount"), align: "end" },
        { label: t("memberChange"), align: "end" },
      ]}
      rows={points
        .map(({ at, members }, index) => ({
          id: at,
          cells: [
            format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" }),
            format.number(members),
            index === 0 ? "–" : signed(members - (points[index - 1]?.members ?? 0)),
          ],
        }))
        .toReversed()}
    />
  );
}
