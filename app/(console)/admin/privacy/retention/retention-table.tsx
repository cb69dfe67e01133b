"use client";
import { Pencil } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { DataTable } from "@/components/ui/data-table";
import { IconButton } from "@/components/ui/icon-button";
import type { RetentionLine } from "@/lib/retention/queries";
import { ChangeRetention } from "./change-retention";
import { useKept } from "./use-kept";

/** What is kept for how long and why; what may be chosen can be changed. */
export function RetentionTable({ lines }: { lines: RetentionLine[] }) {
  const t = useTranslations("privacy.retention");
  const format = useFormatter();
  const kept = useKept();
  const [changing, setChanging] = useState<RetentionLine>();
  return (
    <>
      <DataTable
        label={t("what")}
        rows={lines}
        columns={[
          {
            id: "what",
            label: t("what"),
            isRowHeader: true,
            cell: (row) => (
              <>
                {t(`rules.${row.id}.what`)}
                <span className="block max-w-prose font-normal whitespace-normal text-quiet">
                  {t(`rules.${row.id}.why`)}
                </span>
              </>
            ),
          },
          {
            id: "kept",
            label: t("howLong"),
            cell: (row) => (
              <span className="flex flex-wrap items-center gap-x-2">
                {kept(row)}
                {row.kept.kind === "chosen" && (
                  <IconButton
                    label={t("changeOf", { name: t(`rules.${row.id}.what`) })}
                    icon={<Pencil />}
                    size="small"
                    onPress={() => setChanging(row)}
                  />
                )}
              </span>
            ),
          },
          {
            id: "deleted",
            label: t("deleted"),
            align: "end",
            hideBelow: "md",
            cell: (row) =>
              row.deleted === null ? <span className="text-quiet">–</span> : format.number(row.deleted),
          },
        ]}
      />
      {changing?.kept.kind === "chosen" && (
        <ChangeRetention
          rule={changing.id}
          days={changing.days ?? changing.kept.days}
          bounds={changing.kept}
          onClose={() => setChanging(undefined)}
        />
      )}
    </>
  );
}
