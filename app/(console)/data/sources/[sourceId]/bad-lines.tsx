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

/** Lines of the last file that do not go in, and why. */
export function BadLines({ lines, of }: { lines: BadLineRow[]; of: ImportLine }) {
  const t = useTranslations("sources");
  const format = useFormatter();
  const text = useProblemText();
  const leftOut = of.rowsBad + of.rowsErased;
  return (
    <Section
      title={t("badLines")}
      description={of.status === "review" ? undefined : t("badLinesNote")}
      action={
        // A file is no page: the browser asks for it, not the router.
        <Button
          icon={<Download aria-hidden />}
          onPress={() => window.location.assign(`/api/imports/${of.id}/bad-lines`)}
        >
          {t("badLinesDownload")}
        </Button>
      }
    >
      {of.badReasons.length > 1 && <Reasons reasons={of.badReasons} />}
      <DataTable
        label={t("badLines")}
        className="max-h-96"
        rows={lines.map((line) => ({ ...line, id: String(line.line) }))}
        columns={[
          {
            id: "line",
            label: t("line"),
            align: "end",
            isRowHeader: true,
            className: "w-24",
            cell: (row) => format.number(row.line),
          },
          { id: "reason", label: t("reason"), cell: (row) => text(badLineProblem(row)) },
        ]}
      />
      {leftOut > lines.length && (
        <p className="text-dense text-quiet">{t("badLinesFirst", { count: lines.length, total: leftOut })}</p>
      )}
    </Section>
  );
}

function Reasons({ reasons }: { reasons: BadReason[] }) {
  const t = useTranslations("sources");
  const format = useFormatter();
  const text = useProblemText();
  const sentence = (reason: BadReason) =>
    reason.code === "key_repeated"
      ? t("repeatedKey")
      : reason.code === "person_erased"
        ? t("erasedLine")
        : text(badLineProblem(reason));
  return (
    <DataTable
      label={t("badReasons")}
      rows={reasons.map((reason) => ({ ...reason, id: `${reason.code} ${reason.column ?? ""}` }))}
      columns={[
        { id: "reason", label: t("badReasons"), isRowHeader: true, cell: sentence },
        { id: "count", label: t("reasonCount"), align: "end", cell: (row) => format.number(row.count) },
        {
          id: "first",
          label: t("firstLine"),
          align: "end",
          cell: (row) => (row.firstLine > 0 ? format.number(row.firstLine) : ""),
        },
      ]}
    />
  );
}
