"use client";
import { Download } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Section } from "@/components/ui/section";
import { useProblemText } from "@/components/ui/use-problem-text";
import { badLineProblem } from "@/lib/sources/bad-line-problem";
import type { BadReason } from "@/lib/sources/bad-lines";
import type { BadLineRow, ImportLine } from "@/lib/sources/queries";
import type { ImportKind } from "./import-kind";

interface LeftOutProps {
  kind: ImportKind;
  lines: BadLineRow[];
  of: ImportLine;
}

/** What of the last file, or of the last refresh, does not go in, and why. */
export function LeftOut({ kind, lines, of }: LeftOutProps) {
  const t = useTranslations(`imports.${kind}`);
  const sources = useTranslations("sources");
  const format = useFormatter();
  const text = useProblemText();
  // Where each line has a reason of its own, the list below says all of it.
  const isTelling = of.badReasons.length > 1 && of.badReasons.some(({ count }) => count > 1);
  const leftOut = of.rowsBad + of.rowsErased;
  return (
    <Section
      title={t("leftOut")}
      description={of.status === "review" ? undefined : t("leftOutNote")}
      action={
        // A file is no page: the browser asks for it, not the router.
        <Button
          icon={<Download aria-hidden />}
          onPress={() => window.location.assign(`/api/imports/${of.id}/bad-lines`)}
        >
          {sources("badLinesDownload")}
        </Button>
      }
    >
      {isTelling && <Reasons kind={kind} reasons={of.badReasons} />}
      <DataTable
        label={t("leftOut")}
        className="max-h-96"
        rows={lines.map((line) => ({ ...line, id: String(line.line) }))}
        columns={[
          {
            id: "line",
            label: t("row"),
            align: "end",
            isRowHeader: true,
            className: "w-24",
            cell: (row) => format.number(row.line),
          },
          { id: "reason", label: sources("reason"), cell: (row) => text(badLineProblem(row)) },
        ]}
      />
      {leftOut > lines.length && (
        <p className="text-dense text-quiet">
          {sources("badLinesFirst", { count: lines.length, total: leftOut })}
        </p>
      )}
    </Section>
  );
}

function Reasons({ kind, reasons }: { kind: ImportKind; reasons: BadReason[] }) {
  const t = useTranslations(`imports.${kind}`);
  const sources = useTranslations("sources");
  const format = useFormatter();
  const text = useProblemText();
  const sentence = (reason: BadReason) =>
    reason.code === "key_repeated"
      ? t("repeatedKey")
      : reason.code === "person_erased"
        ? sources("erasedLine")
        : text(badLineProblem(reason));
  return (
    <DataTable
      label={t("reasons")}
      rows={reasons.map((reason) => ({ ...reason, id: `${reason.code} ${reason.column ?? ""}` }))}
      columns={[
        { id: "reason", label: t("reasons"), isRowHeader: true, cell: sentence },
        { id: "count", label: t("count"), align: "end", cell: (row) => format.number(row.count) },
        {
          id: "first",
          label: t("first"),
          align: "end",
          cell: (row) => (row.firstLine > 0 ? format.number(row.firstLine) : ""),
        },
      ]}
    />
  );
}
