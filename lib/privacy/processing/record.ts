import { toCsvLine } from "@/lib/csv-line";

/** A part of the record of processing: a table under a title. */
export interface RecordSection {
  title: string;
  columns: string[];
  rows: string[][];
}

export interface ProcessingRecord {
  title: string;
  madeAt: string;
  sections: RecordSection[];
}

// What Markdown would take for the end of a cell, or for a mark of its own.
const cell = (text: string) => text.replace(/[\\|*_`<>[\]]/g, "\\$&").replace(/\s+/g, " ");

const line = (cells: string[]) => `| ${cells.map(cell).join(" | ")} |`;

export function toMarkdown({ title, madeAt, sections }: ProcessingRecord): string {
  const parts = sections.map(({ title: name, columns, rows }) =>
    [`## ${cell(name)}`, "", line(columns), `|${" --- |".repeat(columns.length)}`, ...rows.map(line)].join(
      "\n",
    ),
  );
  return `${[`# ${cell(title)}`, cell(madeAt), ...parts].join("\n\n")}\n`;
}

/** One table: the section first, then its columns by name. */
export function toCsv({ sections }: ProcessingRecord, sectionLabel: string): string {
  const widest = Math.max(...sections.map(({ columns }) => columns.length));
  const head = toCsvLine([sectionLabel, ...Array.from({ length: widest }, (_, index) => String(index + 1))]);
  const lines = sections.flatMap(({ title, columns, rows }) =>
    rows.map((cells) => toCsvLine([title, ...cells.map((text, index) => `${columns[index]}: ${text}`)])),
  );
  return `\ufeff${head}${lines.join("")}`;
}
