"use client";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ExportDraft } from "@/components/exports/export-draft";
import { MappingWarnings } from "@/components/exports/mapping-warnings";
import type { PreviewState } from "@/components/exports/use-export-preview";
import { useTargetLabel } from "@/components/exports/use-target-label";
import { PlainTable } from "@/components/ui/plain-table";
import { TableSkeleton } from "@/components/ui/skeleton";
import type { DestinationField } from "@/lib/destinations/types";
import type { PreviewRow } from "@/lib/exports/preview-row";

interface MappingPreviewProps {
  draft: ExportDraft;
  targets: readonly DestinationField[];
  counted: PreviewState;
}

/** A few members as they would be sent, masked, with what is left out of them. */
export function MappingPreview({ draft, targets, counted }: MappingPreviewProps) {
  const t = useTranslations("exports");
  const labelOf = useTargetLabel(targets);
  const { isAskable, preview, isCounting, hasFailed } = counted;
  if (!isAskable) return <p className="text-quiet">{t("sampleWaiting")}</p>;
  if (hasFailed) return <p className="text-quiet">{t("countFailed")}</p>;
  if (!preview) return <TableSkeleton columns={4} rows={5} />;
  const { sample } = preview;
  if (sample.length === 0) return <p className="text-quiet">{t("sampleNobody")}</p>;

  const fields = draft.attributes.map(({ to }) => to).filter(Boolean);
  const properties = draft.properties.map(({ name }) => name.trim()).filter(Boolean);
  const cells = (row: PreviewRow) => [
    row.email || <Nothing key="email" />,
    <Outcome key="outcome" outcome={row.outcome} />,
    ...fields.map((to) => <Value key={to} row={row} name={to} value={row.fields[to]} />),
    ...properties.map((name) => <Value key={name} row={row} name={name} value={row.properties[name]} />),
    <span key="key" className="font-mono text-quiet">
      {row.key}
    </span>,
  ];
  return (
    <div className="flex flex-col gap-3" aria-busy={isCounting}>
      <p className="text-dense text-quiet">{t("sampleHint", { count: sample.length })}</p>
      <PlainTable
        label={t("sample")}
        className="max-h-80"
        columns={[
          { label: t("email") },
          { label: t("outcome") },
          ...fields.map((to) => ({ label: labelOf(to) })),
          ...properties.map((label) => ({ label })),
          { label: t("customerKey") },
        ]}
        rows={sample.map((row) => ({ id: row.profileId, cells: cells(row) }))}
      />
      <MappingWarnings rows={sample} labelOf={labelOf} />
    </div>
  );
}

function Nothing() {
  return <span className="text-quiet">–</span>;
}

function Value({ row, name, value }: { row: PreviewRow; name: string; value: string | undefined }) {
  const t = useTranslations("exports");
  if (row.warnings.some(({ field }) => field === name))
    return (
      <span className="inline-flex items-center gap-1 text-warning">
        <TriangleAlert aria-hidden className="size-3.5" />
        {t("leftOut")}
      </span>
    );
  if (!value) return <Nothing />;
  return (
    <span className="block max-w-48 truncate" title={value}>
      {value}
    </span>
  );
}

function Outcome({ outcome }: { outcome: PreviewRow["outcome"] }) {
  const t = useTranslations("exports");
  return <span className={outcome === "valid" ? undefined : "text-warning"}>{t(`outcome_${outcome}`)}</span>;
}
