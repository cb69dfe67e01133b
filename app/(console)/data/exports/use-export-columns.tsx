"use client";
import { useTranslations } from "next-intl";
import { ExportStatus } from "@/components/exports/export-status";
import { ScheduleCell, scheduleKindOf } from "@/components/exports/schedule-cell";
import { cn } from "@/components/ui/cn";
import type { DataColumn } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ExportLine } from "@/lib/exports/queries";

/** What the list shows of each export, sorts by, and searches through. */
export function useExportColumns() {
  const t = useTranslations("exports");
  const runStatus = useTranslations("runs.status");
  const destination = useTranslations("destinations");
  const typeOf = (row: ExportLine) => destination(`${row.destination}.name` as "klaviyo.name");
  const connectionOf = (row: ExportLine) => row.connection?.name ?? t("noConnection");
  const permissionOf = (row: ExportLine) => t(`permission_${row.permission}`);
  const updatedByOf = (row: ExportLine) => row.updatedBy ?? t("ferry");
  const statusOf = ({ status }: ExportLine) =>
    status === "never_run" || status === "detached" ? t(`status_${status}`) : runStatus(status);

  const columns: DataColumn<ExportLine>[] = [
    { id: "name", label: t("name"), isRowHeader: true, cell: (row) => row.name, className: "min-w-36" },
    {
      id: "connection",
      className: "min-w-28",
      label: t("connection"),
      hideBelow: "md",
      cell: (row) => row.connection?.name ?? <span className="text-quiet">{t("noConnection")}</span>,
    },
    { id: "type", label: t("type"), hideBelow: "lg", cell: typeOf },
    { id: "status", label: t("status"), cell: (row) => <ExportStatus line={row} /> },
    {
      id: "refreshed",
      className: "min-w-22",
      label: t("refreshed"),
      hideBelow: "md",
      cell: (row) =>
        row.refreshedAt ? (
          <RelativeTime at={row.refreshedAt} />
        ) : (
          <span className="text-quiet">{t("never")}</span>
        ),
    },
    {
      id: "schedule",
      label: t("schedule"),
      hideBelow: "md",
      className: "min-w-28",
      cell: (row) => <ScheduleCell line={row} />,
    },
    { id: "permission", label: t("permission"), hideBelow: "lg", cell: permissionOf },
    {
      id: "updated",
      className: "min-w-22",
      label: t("updated"),
      hideBelow: "lg",
      cell: (row) => <RelativeTime at={row.updatedAt} />,
    },
    { id: "updatedBy", label: t("updatedBy"), hideBelow: "lg", cell: updatedByOf },
  ];
  return {
    // Narrow cells: nine columns are a lot for a laptop.
    columns: columns.map((column) => ({
      ...column,
      isSortable: true,
      className: cn("px-2", column.className),
    })),
    sortValues: {
      name: (row: ExportLine) => row.name,
      connection: connectionOf,
      type: typeOf,
      status: statusOf,
      refreshed: (row: ExportLine) => row.refreshedAt ?? "",
      schedule: (row: ExportLine) =>
        "at" in row.nextRun ? row.nextRun.at : t(`scheduleKind_${scheduleKindOf(row)}`),
      permission: permissionOf,
      updated: (row: ExportLine) => row.updatedAt,
      updatedBy: updatedByOf,
    },
    searchText: (row: ExportLine) => `${row.name} ${connectionOf(row)} ${typeOf(row)}`,
  };
}
