"use client";
import { useFormatter, useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { Section } from "@/components/ui/section";
import { useProblemText } from "@/components/ui/use-problem-text";
import type { BadLineRow } from "@/lib/sources/queries";

/** Rows of the last refresh that did not come in, and why. */
export function BadRows({ rows, total }: { rows: BadLineRow[]; total: number }) {
  const t = useTranslations("databaseSources");
  const sources = useTranslations("sources");
  const format = useFormatter();
  const text = useProblemText();
  const reason = ({ code, column, otherLine }: BadLineRow) =>
    text({
      code: code.startsWith("not_a_") ? `row_${code}` : code,
      params: { column: column ?? "", otherLine: otherLine ?? 0 },
    });
  return (
    <Section title={t("badRows")} description={t("badRowsNote")}>
      <DataTable
        label={t("badRows")}
        className="max-h-96"
        rows={rows.map((row) => ({ ...row, id: String(row.line) }))}
        columns={[
          {
            id: "row",
            label: t("row"),
            align: "end",
            isRowHeader: true,
            className: "w-24",
            cell: ({ line }) => format.number(line),
          },
          { id: "reason", label: sources("reason"), cell: reason },
        ]}
      />
      {total > rows.length && (
        <p className="text-dense text-quiet">{sources("badLinesFirst", { count: rows.length, total })}</p>
      )}
    </Section>
  );
}
