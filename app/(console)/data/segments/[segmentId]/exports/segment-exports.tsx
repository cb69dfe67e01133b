"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
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

/** Exports with, or without, the segment, each with the way to change that. */
export function SegmentExports({ segmentId, label, lines, empty }: SegmentExportsProps) {
  const t = useTranslations("segments.exports");
  const all = useTranslations("exports");
  const say = useSay();
  const [pendingId, setPendingId] = useState<string>();

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
    <DataTable
      label={label}
      rows={lines}
      empty={<EmptyState>{empty}</EmptyState>}
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
  );
}
