"use client";
import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { type FieldMeaning, fieldMeanings } from "@/lib/profiles/field-types";
import {
  type ColumnReading,
  columnReadingIds,
  columnReadings,
  readingOf,
} from "@/lib/sources/column-reading";
import type { UploadPreview } from "@/lib/sources/queries";
import type { SourceColumn } from "@/lib/sources/schema";

const EXAMPLES = 3;

interface ColumnTableProps {
  columns: SourceColumn[];
  rows: UploadPreview["rows"];
  onChange: (index: number, change: Partial<SourceColumn>) => void;
  problemOf: (index: number) => string | undefined;
}

/** A line a column: whether it is imported, into which field, of which type and meaning. */
export function ColumnTable({ columns, rows, onChange, problemOf }: ColumnTableProps) {
  return (
    <div className="rounded-panel border border-line bg-surface">
      <Heads />
      <ul className="flex flex-col divide-y divide-line">
        {columns.map((column, index) => (
          <li key={column.name}>
            <ColumnLine
              column={column}
              examples={examplesOf(rows, index)}
              onChange={(change) => onChange(index, change)}
              problem={problemOf(index)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

const widths = { fieldName: "w-full sm:w-48 xl:w-72", type: "w-full sm:w-56", meaning: "w-full sm:w-40" };

/** What stands where, for the eye: each control has its own label. Only where a line has room for all of them. */
function Heads() {
  const t = useTranslations("sources");
  return (
    <div
      aria-hidden
      className="hidden gap-x-4 border-b border-line px-4 py-2 text-dense font-medium text-quiet xl:flex"
    >
      <span className="min-w-0 flex-1 basis-56">{t("column")}</span>
      <span className={widths.fieldName}>{t("fieldName")}</span>
      <span className={widths.type}>{t("type")}</span>
      <span className={widths.meaning}>{t("meaning")}</span>
    </div>
  );
}

function examplesOf(rows: UploadPreview["rows"], index: number): string {
  const values = rows.map((row) => row.cells[index] ?? "").filter(Boolean);
  return [...new Set(values)].slice(0, EXAMPLES).join(" · ");
}

interface ColumnLineProps {
  column: SourceColumn;
  examples: string;
  onChange: (change: Partial<SourceColumn>) => void;
  problem?: string;
}

function ColumnLine({ column, examples, onChange, problem }: ColumnLineProps) {
  const t = useTranslations("sources");
  const meanings = useTranslations("meanings");
  return (
    <div
      role="group"
      aria-label={column.name}
      className="flex flex-wrap items-start gap-x-4 gap-y-3 px-4 py-3"
    >
      <div className="min-w-0 flex-1 basis-56 pt-1.5">
        <Checkbox isSelected={column.isIncluded} onChange={(isIncluded) => onChange({ isIncluded })}>
          {column.name}
        </Checkbox>
        <p className="truncate ps-6.5 text-dense text-quiet">{examples || "–"}</p>
      </div>
      <TextField
        label={t("fieldName")}
        hideLabel="xl"
        value={column.fieldName}
        onChange={(fieldName) => onChange({ fieldName })}
        isDisabled={!column.isIncluded}
        error={problem}
        className={widths.fieldName}
      />
      <Select
        label={t("type")}
        hideLabel="xl"
        items={columnReadingIds.map((id) => ({ id, label: t(`reading_${id}`) }))}
        value={readingOf(column)}
        onChange={(id) => onChange(columnReadings[id as ColumnReading])}
        isDisabled={!column.isIncluded}
        className={widths.type}
      />
      <Select
        label={t("meaning")}
        hideLabel="xl"
        items={fieldMeanings.map((id) => ({ id, label: meanings(id) }))}
        value={column.meaning}
        onChange={(id) => onChange({ meaning: id as FieldMeaning })}
        isDisabled={!column.isIncluded}
        className={widths.meaning}
      />
    </div>
  );
}
