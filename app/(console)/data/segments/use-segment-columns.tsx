"use client";
import { useFormatter, useTranslations } from "next-intl";
import { SegmentStatus } from "@/components/segments/segment-status";
import { TagList } from "@/components/segments/tag-list";
import { cn } from "@/components/ui/cn";
import type { DataColumn } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import { TrendLine } from "@/components/ui/trend-line";
import type { SegmentLine } from "@/lib/segments/queries";

/** By how much the members grew or shrank over what the line shows. */
function growthOf({ trend }: SegmentLine): number {
  return (trend.at(-1) ?? 0) - (trend[0] ?? 0);
}

/** What the list shows of each segment, sorts by, and searches through. */
export function useSegmentColumns() {
  const t = useTranslations("segments");
  const builder = useTranslations("segmentBuilder");
  const format = useFormatter();
  const kindOf = (row: SegmentLine) => t(`life.kind_${row.kind}`);
  const stateOf = (row: SegmentLine) =>
    row.isActive ? t(`status_${row.refreshStatus}`) : t("life.inactive");
  const tagsOf = (row: SegmentLine) => row.tags.join(" ");

  const columns: DataColumn<SegmentLine>[] = [
    {
      id: "name",
      label: t("name"),
      isRowHeader: true,
      className: "min-w-36",
      cell: (row) => (
        <>
          {row.name}
          <span className="block font-normal text-quiet sm:hidden">
            {builder("people", { count: row.members })}
          </span>
        </>
      ),
    },
    { id: "kind", label: t("life.kind"), hideBelow: "md", cell: kindOf },
    { id: "state", label: t("life.state"), cell: (row) => <SegmentStatus segment={row} /> },
    {
      id: "members",
      label: t("members"),
      align: "end",
      hideBelow: "sm",
      cell: (row) => format.number(row.members),
    },
    {
      id: "trend",
      label: t("life.trend"),
      hideBelow: "lg",
      className: "ps-5",
      cell: (row) =>
        row.trend.length > 1 && (
          <TrendLine
            values={row.trend}
            label={t("life.trendWords", { from: row.trend[0] ?? 0, to: row.trend.at(-1) ?? 0 })}
            className="h-5 w-20"
          />
        ),
    },
    {
      id: "refreshed",
      label: t("refreshed"),
      hideBelow: "md",
      className: "whitespace-nowrap",
      cell: (row) =>
        row.refreshedAt ? (
          <RelativeTime at={row.refreshedAt} />
        ) : (
          <span className="text-quiet">{t("never")}</span>
        ),
    },
    {
      id: "usedIn",
      label: t("life.usedIn"),
      hideBelow: "md",
      cell: (row) => t("life.exportCount", { count: row.usedIn }),
    },
    { id: "tags", label: t("life.tags"), hideBelow: "lg", cell: (row) => <TagList tags={row.tags} /> },
  ];
  return {
    columns: columns.map((column) => ({
      ...column,
      isSortable: true,
      className: cn("px-2", column.className),
    })),
    sortValues: {
      name: (row: SegmentLine) => row.name,
      kind: kindOf,
      state: stateOf,
      members: (row: SegmentLine) => row.members,
      trend: growthOf,
      refreshed: (row: SegmentLine) => row.refreshedAt ?? "",
      usedIn: (row: SegmentLine) => row.usedIn,
      tags: tagsOf,
    },
    searchText: (row: SegmentLine) => `${row.name} ${tagsOf(row)}`,
  };
}
