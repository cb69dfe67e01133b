"use client";
import { GitCompareArrows, History } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { CommandBar } from "@/components/ui/command-bar";
import { CommandButton } from "@/components/ui/command-button";
import { DataTable } from "@/components/ui/data-table";
import type { MenuItem } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import type { RevisionLine } from "@/lib/segments/history/list-revisions";
import { RestoreRevision } from "./restore-revision";

interface RevisionListProps {
  segmentId: string;
  current: number;
  revisions: RevisionLine[];
  mayWrite: boolean;
}

/** Who changed what when; two can be compared, and an earlier one be brought back. */
export function RevisionList({ segmentId, current, revisions, mayWrite }: RevisionListProps) {
  const t = useTranslations("segments.history");
  const ferry = useTranslations("segments")("ferry");
  const router = useRouter();
  const [selectedIds, setSelectedIds] = useState(new Set<string>());
  const [restoring, setRestoring] = useState<RevisionLine>();
  const compareHref = (one: number | string, other: number | string) =>
    `/data/segments/${segmentId}/history?old=${one}&new=${other}`;
  const rows = revisions.map((line) => ({ ...line, id: String(line.revision) }));
  const [first, second] = [...selectedIds];
  const compare: MenuItem = {
    id: "compare",
    label: t("compare"),
    icon: <GitCompareArrows />,
    onAction: () => router.push(compareHref(first ?? "", second ?? "")),
    reason: selectedIds.size === 2 ? undefined : t("reasonTwo"),
  };

  const menu = (line: RevisionLine): MenuItem[] => [
    {
      id: "before",
      label: t("compareBefore"),
      icon: <GitCompareArrows />,
      href: compareHref(line.revision - 1, line.revision),
      reason: line.revision === 1 ? t("reasonFirst") : undefined,
    },
    {
      id: "current",
      label: t("compareCurrent"),
      icon: <GitCompareArrows />,
      href: compareHref(line.revision, current),
      reason: line.revision === current ? t("reasonCurrent") : undefined,
    },
    ...(mayWrite
      ? [
          {
            id: "restore",
            label: t("restore"),
            icon: <History />,
            onAction: () => setRestoring(line),
            reason: line.revision === current ? t("reasonCurrent") : undefined,
          },
        ]
      : []),
  ];

  return (
    <div className="flex flex-col gap-4">
      <CommandBar selection={{ count: selectedIds.size, onClear: () => setSelectedIds(new Set()) }}>
        <CommandButton command={compare} />
      </CommandBar>
      <DataTable
        label={t("title")}
        rows={rows}
        selection="multiple"
        selectedIds={selectedIds}
        onSelectionChange={setSelectedIds}
        rowMenu={menu}
        rowLabel={(line) => t("numbered", { number: line.revision })}
        columns={[
          {
            id: "revision",
            label: t("revision"),
            isRowHeader: true,
            cell: (line) =>
              line.revision === current
                ? t("numberedCurrent", { number: line.revision })
                : t("numbered", { number: line.revision }),
          },
          {
            id: "change",
            label: t("change"),
            cell: (line) => (
              <>
                <span>
                  {line.restoredFrom === null
                    ? t(`change_${line.change}`)
                    : t("restoredFrom", { number: line.restoredFrom })}
                </span>
                <span className="block text-quiet sm:hidden">{line.by ?? ferry}</span>
              </>
            ),
          },
          { id: "name", label: t("name"), hideBelow: "md", cell: (line) => line.name },
          {
            id: "by",
            label: t("by"),
            hideBelow: "sm",
            className: "whitespace-nowrap",
            cell: (line) => line.by ?? ferry,
          },
          {
            id: "at",
            label: t("at"),
            hideBelow: "sm",
            className: "whitespace-nowrap",
            cell: (line) => <RelativeTime at={line.at} />,
          },
        ]}
      />
      {restoring && (
        <RestoreRevision segmentId={segmentId} line={restoring} onClose={() => setRestoring(undefined)} />
      )}
    </div>
  );
}
