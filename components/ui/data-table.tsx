"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Column, Table, TableBody, TableHeader } from "react-aria-components";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { DataColumnHead } from "@/components/ui/data-column-head";
import { DataRow, toRowKey } from "@/components/ui/data-row";
import type { MenuItem } from "@/components/ui/menu";
import { TableSkeleton } from "@/components/ui/skeleton";
import { useFits } from "@/components/ui/use-fits";

export type DataColumn<Row> = {
  id: string;
  label: string;
  align?: "start" | "end";
  isSortable?: boolean;
  /** Names the row for a screen reader, and holds its link. The first column, when none says so. */
  isRowHeader?: boolean;
  cell: (row: Row) => ReactNode;
  className?: string;
  hideBelow?: "sm" | "md" | "lg";
};

export type DataSort = { column: string; direction: "ascending" | "descending" };

export type DataTableProps<Row extends { id: string }> = {
  label: string;
  columns: DataColumn<Row>[];
  rows: Row[];
  sort?: DataSort;
  onSortChange?: (sort: DataSort) => void;
  selection?: "none" | "multiple";
  selectedIds?: Set<string>;
  onSelectionChange?: (ids: Set<string>) => void;
  rowHref?: (row: Row) => string | undefined;
  rowMenu?: (row: Row) => MenuItem[];
  /** The row in a few words, for the label of its menu. */
  rowLabel?: (row: Row) => string;
  empty?: ReactNode;
  isLoading?: boolean;
  className?: string;
};

/** Rows of one kind: sorted by the caller, selectable, each with its link and its menu. */
export function DataTable<Row extends { id: string }>(props: DataTableProps<Row>) {
  const {
    label,
    rows,
    sort,
    onSortChange,
    selection = "none",
    selectedIds,
    onSelectionChange,
    empty,
  } = props;
  const t = useTranslations("ui");
  const { ref: box, fits } = useFits();
  const head = cn(headCell, fits && "sticky top-(--sticky-top,0px) z-10");
  const columns = withRowHeader(props.columns);
  if (props.isLoading && rows.length === 0) return <TableSkeleton columns={columns.length} rows={6} />;

  return (
    <div
      ref={box}
      className={cn(
        // Positioned, so that it also clips what is placed absolutely in it: the hidden words and check boxes.
        "relative rounded-panel border border-line bg-surface",
        // A box that scrolls sideways would catch the sticky head, so it only scrolls when it must.
        fits ? "overflow-clip" : "overflow-x-auto",
        props.className,
      )}
    >
      <Table
        aria-label={label}
        aria-busy={props.isLoading || undefined}
        selectionMode={selection}
        selectedKeys={selectedIds && [...selectedIds].map(toRowKey)}
        onSelectionChange={(keys) =>
          onSelectionChange?.(
            new Set(rows.map(({ id }) => id).filter((id) => keys === "all" || keys.has(toRowKey(id)))),
          )
        }
        sortDescriptor={sort}
        onSortChange={({ column, direction }) => onSortChange?.({ column: String(column), direction })}
        className={cn(
          "w-full border-separate border-spacing-0 text-dense transition-opacity",
          props.isLoading && "opacity-60",
        )}
      >
        <TableHeader>
          {selection === "multiple" && (
            <Column id="select" width={40} className={cn(head, "w-10 ps-4")}>
              <Checkbox slot="selection" />
            </Column>
          )}
          {columns.map((column) => (
            <DataColumnHead key={column.id} column={column} className={head} />
          ))}
          {props.rowMenu && (
            <Column id="menu" className={cn(head, "w-11", !fits && "sticky end-0 z-10 border-s")}>
              <span className="sr-only">{t("rowMenuColumn")}</span>
            </Column>
          )}
        </TableHeader>
        <TableBody renderEmptyState={() => <div className="text-base">{empty ?? <NothingFound />}</div>}>
          {rows.map((row) => (
            <DataRow key={row.id} row={row} {...props} columns={columns} hasFixedMenu={!fits} />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

const headCell = "border-b border-line bg-surface";

function NothingFound() {
  const t = useTranslations("ui");
  return <p className="px-4 py-8 text-center text-quiet">{t("noMatches")}</p>;
}

function withRowHeader<Row>(columns: DataColumn<Row>[]) {
  if (columns.some((column) => column.isRowHeader)) return columns;
  return columns.map((column, index) => ({ ...column, isRowHeader: index === 0 }));
}
