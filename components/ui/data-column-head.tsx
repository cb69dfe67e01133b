"use client";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { Column } from "react-aria-components";
import { cn } from "@/components/ui/cn";
import type { DataColumn } from "@/components/ui/data-table";

export const hiddenBelow = { sm: "max-sm:hidden", md: "max-md:hidden", lg: "max-lg:hidden" };

type DataColumnHeadProps<Row> = {
  column: Pick<
    DataColumn<Row>,
    "id" | "label" | "align" | "isSortable" | "isRowHeader" | "className" | "hideBelow"
  >;
  className: string;
};

/** A column's name, and how the table is sorted by it. */
export function DataColumnHead<Row>({ column, className }: DataColumnHeadProps<Row>) {
  const { id, label, align, isSortable, isRowHeader, hideBelow } = column;
  return (
    <Column
      id={id}
      textValue={label}
      isRowHeader={isRowHeader}
      allowsSorting={isSortable}
      className={cn(
        "group/head h-9 px-3 text-start font-medium whitespace-nowrap text-quiet first:ps-4 last:pe-4",
        "focus-visible:-outline-offset-2",
        isSortable && "cursor-pointer hover:text-text",
        align === "end" && "text-end",
        hideBelow && hiddenBelow[hideBelow],
        className,
        column.className,
      )}
    >
      {({ sortDirection, allowsSorting }) => (
        <span
          className={cn("inline-flex items-center gap-1 align-middle", align === "end" && "flex-row-reverse")}
        >
          <span className={cn(sortDirection && "text-text")}>{label}</span>
          {allowsSorting && <SortMark direction={sortDirection} />}
        </span>
      )}
    </Column>
  );
}

function SortMark({ direction }: { direction?: "ascending" | "descending" }) {
  if (direction === "ascending") return <ArrowUp aria-hidden className="size-3.5 text-text" />;
  if (direction === "descending") return <ArrowDown aria-hidden className="size-3.5 text-text" />;
  return (
    <ChevronsUpDown
      aria-hidden
      className="size-3.5 opacity-0 transition-opacity group-hover/head:opacity-100"
    />
  );
}
