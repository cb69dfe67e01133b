"use client";
import { useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import { type CsvFormat, csvDelimiters, csvEncodings, csvQuotes } from "@/lib/sources/csv/csv-format";
import type { UploadPreview } from "@/lib/sources/queries";

const delimiterNames = {
  ",": "delimiter_comma",
  ";": "delimiter_semicolon",
  "\t": "delimiter_tab",
  "|": "delimiter_pipe",
} as const;

const encodingNames: Record<CsvFormat["encoding"], string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16 LE",
  "utf-16be": "UTF-16 BE",
  "windows-1250": "Windows-1250",
  "windows-1252": "Windows-1252",
  "iso-8859-2": "ISO 8859-2 (Latin 2)",
};

interface FormatFieldsProps {
  preview: Pick<UploadPreview, "format" | "isPacked" | "hasMark">;
  onChange: (format: CsvFormat) => void;
}

/** How the bytes become cells: as recognised, and changeable. */
export function FormatFields({ preview, onChange }: FormatFieldsProps) {
  const t = useTranslations("sources");
  const { format, isPacked, hasMark } = preview;
  return (
    <>
      {isPacked && <p className="text-quiet">{t("packed")}</p>}
      <div className="grid max-w-200 gap-4 sm:grid-cols-3">
        <Select
          label={t("encoding")}
          description={hasMark && t("marked")}
          items={csvEncodings.map((id) => ({ id, label: encodingNames[id] }))}
          value={format.encoding}
          onChange={(id) => onChange({ ...format, encoding: id as CsvFormat["encoding"] })}
        />
        <Select
          label={t("delimiter")}
          items={csvDelimiters.map((id) => ({ id, label: t(delimiterNames[id]) }))}
          value={format.delimiter}
          onChange={(id) => onChange({ ...format, delimiter: id as CsvFormat["delimiter"] })}
        />
        <Select
          label={t("quote")}
          items={csvQuotes.map((id) => ({ id, label: id }))}
          value={format.quote}
          onChange={(id) => onChange({ ...format, quote: id as CsvFormat["quote"] })}
        />
      </div>
    </>
  );
}
