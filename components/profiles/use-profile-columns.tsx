"use client";
import { useTranslations } from "next-intl";
import type { DataColumn } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import { FieldValue } from "@/components/profiles/field-value";
import { type FixedColumn, defaultColumns, fixedColumns } from "@/lib/profiles/columns-schema";
import type { ProfileField } from "@/lib/profiles/fields";
import type { ChosenColumn } from "@/lib/profiles/list-columns";
import type { ListedProfile, ProfileLine } from "@/lib/profiles/queries";

type Line = ProfileLine | ListedProfile;

const none = <span className="text-quiet">–</span>;

const usual = fixedColumns
  .filter((fixed) => defaultColumns.includes(fixed))
  .map((fixed): ChosenColumn => ({ id: fixed, fixed }));

/** The chosen columns as a table's; the usual four are also told by how wide the screen is. */
export function useProfileColumns(
  columns: ChosenColumn[] | undefined,
  isSortable: boolean,
): DataColumn<Line>[] {
  const t = useTranslations("customers");
  // What nobody chose may be left out where there is little room; what somebody chose is there to be scrolled to.
  const isChosen = columns !== undefined && columns.map(({ id }) => id).join() !== defaultColumns.join();
  const fixed: Record<FixedColumn, Omit<DataColumn<Line>, "id" | "label">> = {
    name: {
      isRowHeader: true,
      cell: (line) => line.name || <span className="text-quiet">{t("noName")}</span>,
    },
    email: {
      cell: (line) => line.email || none,
      className: isChosen ? undefined : "max-sm:wrap-anywhere",
    },
    phone: {
      cell: (line) => line.phone || none,
      hideBelow: isChosen ? undefined : "md",
      className: "whitespace-nowrap",
    },
    key: {
      cell: (line) => <span className="font-mono whitespace-nowrap">{line.key}</span>,
      hideBelow: isChosen ? undefined : "sm",
      isSortable,
    },
    added: { cell: (line) => "addedAt" in line && <RelativeTime at={line.addedAt} />, isSortable },
    updated: { cell: (line) => "updatedAt" in line && <RelativeTime at={line.updatedAt} /> },
  };
  return (columns ?? usual).flatMap((column): DataColumn<Line>[] => {
    if (column.fixed) return [{ id: column.id, label: t(column.fixed), ...fixed[column.fixed] }];
    return column.field ? [toFieldColumn(column.id, column.field)] : [];
  });
}

function toFieldColumn(id: string, field: ProfileField): DataColumn<Line> {
  return {
    id,
    label: field.name,
    align: field.type === "number" ? "end" : "start",
    cell: (line) => {
      const value = "values" in line ? line.values[field.key] : undefined;
      return value === undefined ? none : <FieldValue type={field.type} value={value} />;
    },
  };
}
