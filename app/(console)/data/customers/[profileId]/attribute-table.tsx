"use client";
import { useFormatter, useTranslations } from "next-intl";
import { FieldValue } from "@/components/profiles/field-value";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import type { CardAttribute } from "@/lib/profiles/profile-card";

/** What is known of a person: each value with the source that won, and what the others say. */
export function AttributeTable({ attributes }: { attributes: CardAttribute[] }) {
  const t = useTranslations("customers");
  return (
    <DataTable
      label={t("attributes")}
      rows={attributes.map((attribute) => ({ ...attribute, id: attribute.key }))}
      empty={<EmptyState>{t("noAttributes")}</EmptyState>}
      columns={[
        { id: "field", label: t("field"), isRowHeader: true, cell: ({ name }) => name },
        { id: "value", label: t("value"), cell: (row) => <ValueCell attribute={row} /> },
        {
          id: "source",
          label: t("source"),
          cell: ({ source }) =>
            source ? <TextLink href={`/data/sources/${source.id}`}>{source.name}</TextLink> : "–",
        },
      ]}
    />
  );
}

function ValueCell({ attribute }: { attribute: CardAttribute }) {
  const t = useTranslations("customers");
  const format = useFormatter();
  const { type, value, others } = attribute;
  const same = others.filter(({ isSame }) => isSame);
  return (
    <div className="flex flex-col gap-0.5 wrap-anywhere">
      <span>
        <FieldValue type={type} value={value} />
      </span>
      {same.length > 0 && (
        <span className="text-quiet">
          {t("sayTheSame", { sources: format.list(same.map(({ source }) => source.name)) })}
        </span>
      )}
      {others
        .filter(({ isSame }) => !isSame)
        .map((other) => (
          <span key={other.source.id} className="text-quiet">
            {t.rich("saysOtherwise", {
              source: other.source.name,
              value: () => <FieldValue type={type} value={other.value} />,
            })}
          </span>
        ))}
    </div>
  );
}
