"use client";
import { useFormatter, useTranslations } from "next-intl";
import { FieldValue } from "@/components/profiles/field-value";
import type { DataColumn } from "@/components/ui/data-table";
import { TextLink } from "@/components/ui/text-link";
import type { CatalogueField } from "@/lib/profiles/field-catalogue";

type Row = CatalogueField & { id: string };

const none = <span className="text-quiet">–</span>;

/** The columns of the catalogue. `profiles`: people there were when it was counted. */
export function useFieldColumns(profiles: number): DataColumn<Row>[] {
  const t = useTranslations("fields");
  const types = useTranslations("sources");
  const meanings = useTranslations("meanings");
  const format = useFormatter();
  const share = (filled: number) =>
    format.number(toShare(filled, profiles), { style: "percent", maximumFractionDigits: 1 });
  return [
    {
      id: "name",
      label: t("field"),
      isRowHeader: true,
      isSortable: true,
      cell: ({ name, key }) => (
        <span className="flex flex-col">
          <span className="font-medium">{name}</span>
          <span className="font-mono text-xs font-normal break-all text-quiet">{key}</span>
        </span>
      ),
    },
    { id: "type", label: t("type"), cell: ({ type }) => types(`types_${type}`) },
    {
      id: "meaning",
      label: t("meaning"),
      className: "whitespace-nowrap",
      cell: ({ meaning }) => meanings(meaning),
    },
    {
      id: "filled",
      label: t("filled"),
      align: "end",
      isSortable: true,
      cell: ({ filled }) =>
        filled === null ? (
          none
        ) : (
          <span className="flex flex-col">
            <span>{share(filled)}</span>
            <span className="text-xs text-quiet">{format.number(filled)}</span>
          </span>
        ),
    },
    {
      id: "distinct",
      label: t("distinct"),
      align: "end",
      isSortable: true,
      cell: ({ distinctValues }) => (distinctValues === null ? none : format.number(distinctValues)),
    },
    { id: "samples", label: t("samples"), hideBelow: "md", cell: (row) => <Samples field={row} /> },
    { id: "sources", label: t("sources"), hideBelow: "lg", cell: (row) => <Sources field={row} /> },
  ];
}

/** Rounded to a tenth of a percent, but never to all or none where it is neither. */
function toShare(filled: number, profiles: number): number {
  if (filled === 0) return 0;
  return filled >= profiles ? 1 : Math.min(0.999, Math.max(0.001, filled / profiles));
}

function Samples({ field: { type, samples } }: { field: CatalogueField }) {
  if (samples.length === 0) return none;
  return (
    <ul className="flex max-w-64 flex-col text-quiet">
      {samples.slice(0, 3).map((value, index) => (
        <li key={index} className="truncate">
          <FieldValue type={type} value={value} />
        </li>
      ))}
    </ul>
  );
}

function Sources({ field: { filled, sources } }: { field: CatalogueField }) {
  const t = useTranslations("fields");
  const format = useFormatter();
  if (filled === null) return none;
  if (sources.length === 0) return <span className="text-quiet">{t("noSource")}</span>;
  return (
    <ol className="flex min-w-44 flex-col">
      {sources.map((source) => (
        <li key={source.id}>
          <TextLink href={`/data/sources/${source.id}`}>{source.name}</TextLink>{" "}
          <span className="whitespace-nowrap text-quiet tabular-nums">{format.number(source.filled)}</span>
        </li>
      ))}
    </ol>
  );
}
