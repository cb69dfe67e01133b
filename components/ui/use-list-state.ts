"use client";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import type { DataSort } from "@/components/ui/data-table";

interface ListShape<Row> {
  /** What each sortable column is compared by. */
  columns: Record<string, (row: Row) => string | number>;
  initialSort: DataSort;
  /** What the search looks through. */
  text: (row: Row) => string;
}

const directions = ["ascending", "descending"] as const;

/** Sort and search of a list that is here as a whole, kept in the address so that it can be linked and returned to. */
export function useListState<Row>(all: Row[], { columns, initialSort, text }: ListShape<Row>) {
  const [search, setSearch] = useQueryState("q", parseAsString.withDefault(""));
  const [column, setColumn] = useQueryState("sort", parseAsString.withDefault(initialSort.column));
  const [direction, setDirection] = useQueryState(
    "order",
    parseAsStringLiteral(directions).withDefault(initialSort.direction),
  );
  const valueOf = columns[column] ?? columns[initialSort.column] ?? text;
  const wanted = search.trim().toLocaleLowerCase();
  const collator = new Intl.Collator(undefined, { numeric: true });
  const compare = (a: string | number, b: string | number) =>
    typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
  const rows = all
    .filter((row) => text(row).toLocaleLowerCase().includes(wanted))
    .sort((a, b) => compare(valueOf(a), valueOf(b)) * (direction === "ascending" ? 1 : -1));
  return {
    rows,
    search,
    setSearch: (value: string) => void setSearch(value || null),
    sort: { column, direction } as DataSort,
    setSort: (sort: DataSort) => {
      void setColumn(sort.column);
      void setDirection(sort.direction);
    },
  };
}
