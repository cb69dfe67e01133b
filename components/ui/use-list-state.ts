"use client";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import type { DataSort } from "@/components/ui/data-table";

interface ListShape<Row> {
  /** What each sortable column is compared by. */
  columns: Record<string, (row: Row) => string | number>;
  initialSort: DataSort;
  /** What the search looks through. */
  text: (row: Row) => string;
  /** Shows so many at a time; all when left out. */
  pageSize?: number;
}

const directions = ["ascending", "descending"] as const;

/** Sort, search and page of a list that is here as a whole, kept in the address so that it can be linked and returned to. */
export function useListState<Row>(all: Row[], shape: ListShape<Row>) {
  const { columns, initialSort, text, pageSize = Infinity } = shape;
  const [search, setSearch] = useQueryState("q", parseAsString.withDefault(""));
  const [column, setColumn] = useQueryState("sort", parseAsString.withDefault(initialSort.column));
  const [direction, setDirection] = useQueryState(
    "order",
    parseAsStringLiteral(directions).withDefault(initialSort.direction),
  );
  const [wantedPage, setPage] = useQueryState("page", parseAsInteger.withDefault(1));
  const valueOf = columns[column] ?? columns[initialSort.column] ?? text;
  const wanted = search.trim().toLocaleLowerCase();
  const collator = new Intl.Collator(undefined, { numeric: true });
  const compare = (a: string | number, b: string | number) =>
    typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
  const sign = direction === "ascending" ? 1 : -1;
  // What a row is compared by may be a translation: it is asked for once a row, and not once a comparison.
  const found = all
    .filter((row) => wanted === "" || text(row).toLocaleLowerCase().includes(wanted))
    .map((row) => ({ row, value: valueOf(row) }))
    .sort((a, b) => compare(a.value, b.value) * sign)
    .map(({ row }) => row);
  const lastPage = Math.max(1, Math.ceil(found.length / pageSize));
  const page = Math.min(Math.max(1, wantedPage), lastPage);
  const goTo = (next: number) => void setPage(next === 1 ? null : next);
  const start = pageSize === Infinity ? 0 : (page - 1) * pageSize;
  return {
    rows: found.slice(start, start + pageSize),
    /** How many were found, and which of them are shown; counted from one. */
    range: { from: start + 1, to: Math.min(start + pageSize, found.length), total: found.length },
    pager: {
      hasPrevious: page > 1,
      hasNext: page < lastPage,
      onPrevious: () => goTo(page - 1),
      onNext: () => goTo(page + 1),
    },
    search,
    setSearch: (value: string) => {
      void setSearch(value || null);
      goTo(1);
    },
    sort: { column, direction } as DataSort,
    setSort: (sort: DataSort) => {
      void setColumn(sort.column);
      void setDirection(sort.direction);
      goTo(1);
    },
  };
}
