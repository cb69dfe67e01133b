import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

interface PlainTableProps {
  label: string;
  columns: { label: string; align?: "start" | "end" }[];
  rows: { id: string; cells: ReactNode[] }[];
  className?: string;
}

/** Many cells to read and nothing to do with them, such as a file's first lines; scrolls in its own box. */
export function PlainTable({ label, columns, rows, className }: PlainTableProps) {
  const cell = (index: number) =>
    cn(
      "border-b border-line px-3 py-1.5 text-start whitespace-nowrap",
      // A number stands beside what it counts, however wide the table is.
      columns[index]?.align === "end" && "w-px text-end",
    );
  return (
    // A box that scrolls has to be reachable by keyboard, which is what a tab stop without a control is for.
    <div
      tabIndex={0}
      role="group"
      aria-label={label}
      className={cn("relative overflow-auto rounded-panel border border-line bg-surface", className)}
    >
      <table className="w-full border-separate border-spacing-0 text-dense tabular-nums">
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th
                key={column.label}
                scope="col"
                className={cn(cell(index), "sticky top-0 bg-surface font-medium text-quiet")}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className="last:*:border-b-0">
              {row.cells.map((content, index) => (
                // A row's cells stand in the order of the columns and never move.
                <td key={index} className={cell(index)}>
                  {content}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
