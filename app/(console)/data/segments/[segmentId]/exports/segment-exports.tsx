"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { SearchField } from "@/components/ui/search-field";
import { TextLink } from "@/components/ui/text-link";
import type { SegmentExportLine } from "@/lib/segments/exports/list-segment-exports";
import { addToExportAction, takeOutOfExportAction } from "../../actions";
import { useSay } from "../../use-refresh";

interface SegmentExportsProps {
  segmentId: string;
  label: string;
  lines: SegmentExportLine[];
  empty: string;
}

const PAGE_SIZE = 50;

/** Exports with, or without, the segment, each with the way to change that. */
export function SegmentExports({ segmentId, label, lines, empty }: SegmentExportsProps) {
  const t = useTranslations("segments.exports");
  const all = useTranslations("exports");
  const say = useSay();
  const [pendingId, setPendingId] = useState<string>();
  // Two lists stand on the page, so neither has the address to itself.
  const [search, setSearch] = useState("");
  const [wanted, setPage] = useState(0);
  const found = lines.filter(({ name }) =>
    name.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase()),
  );
  const lastPage = Math.max(0, Math.ceil(found.length / PAGE_SIZE) - 1);
  const page = Math.min(wanted, lastPage);
  const start = page * PAGE_SIZE;
  const shown = found.slice(start, start + PAGE_SIZE);

  async function change({ id, name, role }: SegmentExportLine) {
    setPendingId(id);
    const input = { segmentId, exportId: id };
    await (role === null
      ? say(addToExportAction(input), t("added", { name }))
      : say(takeOutOfExportAction(input), t("takenOut", { name })));
    setPendingId(undefined);
  }

  const command = (line: SegmentExportLine) => {
    if (line.permission === "view") return <span className="text-quiet">{t("mayOnlyView")}</span>;
    if (line.isOnly) return <span className="text-quiet">{t("isOnly")}</span>;
    return (
      <Button
        size="small"
        isPending={pendingId === line.id}
        aria-label={t(line.role === null ? "addTo" : "takeOutOf", { name: line.name })}
        onPress={() => void change(line)}
      >
        {t(line.role === null ? "add" : "takeOut")}
      </Button>
    );
  };

  return (
    <div className="flex flex-col gap-3">
      {lines.length > PAGE_SIZE && (
        <SearchField
          label={all("search")}
          value={search}
          onChange={(text) => {
            setSearch(text);
            setPage(0);
          }}
        />
      )}
      <DataTable
        label={label}
        rows={shown}
        empty={<EmptyState>{search ? all("noMatch", { search }) : empty}</EmptyState>}
        columns={[
          {
            id: "name",
            label: all("name"),
            isRowHeader: true,
            cell: (line) => <TextLink href={`/data/exports/${line.id}`}>{line.name}</TextLink>,
          },
          {
            id: "connection",
            label: all("connection"),
            hideBelow: "md",
            cell: ({ connection }) => connection ?? all("noConnection"),
          },
          { id: "list", label: t("list"), hideBelow: "md", cell: ({ listName }) => listName },
          ...(lines.some(({ role }) => role !== null)
            ? [
                {
                  id: "role",
                  label: t("role"),
                  cell: ({ role }: SegmentExportLine) => role && t(`role_${role}`),
                },
              ]
            : []),
          { id: "command", label: t("change"), align: "end" as const, cell: command },
        ]}
      />
      {found.length > PAGE_SIZE && (
        <Pager
          hasPrevious={page > 0}
          hasNext={page < lastPage}
          onPrevious={() => setPage(page - 1)}
          onNext={() => setPage(page + 1)}
          summary={all("range", { from: start + 1, to: start + shown.length, total: found.length })}
        />
      )}
    </div>
  );
}
