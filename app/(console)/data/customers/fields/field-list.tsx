"use client";
import { Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandBar } from "@/components/ui/command-bar";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { SearchField } from "@/components/ui/search-field";
import { useListState } from "@/components/ui/use-list-state";
import type { CatalogueField, CountState } from "@/lib/profiles/field-catalogue";
import { ChangeField } from "./change-field";
import { CountNote } from "./count-note";
import { useFieldColumns } from "./use-field-columns";

interface FieldListProps {
  fields: CatalogueField[];
  count: CountState;
  mayWrite: boolean;
}

/** The field catalogue with what was counted of each field. */
export function FieldList({ fields, count, mayWrite }: FieldListProps) {
  const t = useTranslations("fields");
  const [changing, setChanging] = useState<CatalogueField>();
  const rows = fields.map((field, place) => ({ ...field, id: field.key, place }));
  const list = useListState(rows, {
    columns: {
      place: (row) => row.place,
      name: (row) => row.name,
      filled: (row) => row.filled ?? 0,
      distinct: (row) => row.distinctValues ?? 0,
    },
    initialSort: { column: "place", direction: "ascending" },
    text: (row) => `${row.name} ${row.key}`,
  });
  return (
    <div className="flex flex-col gap-4">
      <CommandBar
        search={
          <SearchField label={t("search")} shortcut="/" value={list.search} onChange={list.setSearch} />
        }
      />
      <CountNote initial={count} />
      <DataTable
        label={t("label")}
        rows={list.rows}
        sort={list.sort}
        onSortChange={list.setSort}
        rowLabel={({ name }) => name}
        rowMenu={
          mayWrite
            ? (row) => [
                { id: "change", label: t("change"), icon: <Pencil />, onAction: () => setChanging(row) },
              ]
            : undefined
        }
        empty={<EmptyState>{t("noMatch", { search: list.search })}</EmptyState>}
        columns={useFieldColumns(count.profiles)}
      />
      {changing && <ChangeField field={changing} onClose={() => setChanging(undefined)} />}
    </div>
  );
}
