"use client";
import { useFormatter, useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { Section } from "@/components/ui/section";
import { useProblemText } from "@/components/ui/use-problem-text";
import type { BadLineRow } from "@/lib/sources/queries";

/** Lines of the last file that did not go in, and why. */
export function BadLines({ lines, total }: { lines: BadLineRow[]; total: number }) {
  const t = useTranslations("sources");
  const format = useFormatter();
  const text = useProblemText();
  const reason = ({ code, column, otherLine }: BadLineRow) =>
    text({
      code: code.startsWith("not_a_") ? `row_${code}` : code,
      params: { column: column ?? "", otherLine: otherLine ?? 0 },
    });
  return (
    <Section title={t("badLines")} description={t("badLinesNote")}>
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
          { id: "reason", label: t("reason"), cell: reason },
        ]}
      />
      {total > lines.length && (
        <p className="text-dense text-quiet">{t("badLinesFirst", { count: lines.length, total })}</p>
      )}
    </Section>
  );
}
