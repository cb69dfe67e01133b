"use client";
import { useTranslations } from "next-intl";
import { Cell, Link, Row } from "react-aria-components";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { hiddenBelow } from "@/components/ui/data-column-head";
import type { DataColumn, DataTableProps } from "@/components/ui/data-table";
import { Menu } from "@/components/ui/menu";

type DataRowProps<Item extends { id: string }> = Pick<
  DataTableProps<Item>,
  "columns" | "selection" | "rowHref" | "rowMenu" | "rowLabel"
> & { row: Item; hasFixedMenu: boolean };

const cell =
  "h-10 border-b border-line px-3 py-2 group-last/row:border-b-0 first:ps-4 last:pe-4 focus-visible:-outline-offset-2";

// It lies over its row, so it has to draw the row's focus ring on itself.
const fixedCell =
  "sticky end-0 border-s bg-inherit group-focus-visible/row:shadow-[inset_-2px_0_var(--color-focus),inset_0_2px_var(--color-focus),inset_0_-2px_var(--color-focus)]";

/** Rows and columns share one space of keys, and a row may be called like a column: a field `name`, say. */
export const toRowKey = (id: string) => `row:${id}`;

/** One row of a `DataTable`. */
export function DataRow<Item extends { id: string }>(props: DataRowProps<Item>) {
  const { row, columns, selection, rowHref, rowMenu, rowLabel, hasFixedMenu } = props;
  const t = useTranslations("ui");
  const href = rowHref?.(row);
  return (
    <Row
      id={toRowKey(row.id)}
      href={href}
      className={cn(
        "group/row bg-surface transition-colors hover:bg-surface-2 focus-visible:-outline-offset-2 selected:bg-selected",
        href && "cursor-pointer",
      )}
    >
      {selection === "multiple" && (
        <Cell className={cn(cell, "w-10")}>
          <Checkbox slot="selection" />
        </Cell>
      )}
      {columns.map((column) => (
        <Cell
          key={column.id}
          className={cn(
            cell,
            column.align === "end" && "text-end tabular-nums",
            column.hideBelow && hiddenBelow[column.hideBelow],
            column.className,
          )}
        >
          <CellContent column={column} row={row} href={href} />
        </Cell>
      ))}
      {rowMenu && (
        <Cell className={cn(cell, "w-11 py-0 pe-2 text-end last:pe-2", hasFixedMenu && fixedCell)}>
          <Menu
            label={rowLabel ? t("rowActionsNamed", { name: rowLabel(row) }) : t("rowActions")}
            items={rowMenu(row)}
          />
        </Cell>
      )}
    </Row>
  );
}

type CellContentProps<Item> = { column: DataColumn<Item>; row: Item; href?: string };

// The row is clickable as a whole, but only a real link can be copied, opened in a new tab or found by a reader.
function CellContent<Item>({ column, row, href }: CellContentProps<Item>) {
  if (!column.isRowHeader || !href) return column.cell(row);
  return (
    <Link
      href={href}
      className="rounded-small font-medium text-text no-underline hover:text-accent hover:underline"
    >
      {column.cell(row)}
    </Link>
  );
}
