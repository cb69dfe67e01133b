"use client";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { KeyValues } from "@/components/ui/key-values";
import { TextLink } from "@/components/ui/text-link";
import type { ErasurePreview } from "@/lib/privacy/preview-erasure";

function Lines({ items }: { items: { id: string; content: ReactNode }[] }) {
  const t = useTranslations("privacy");
  if (items.length === 0) return <span className="text-quiet">{t("none")}</span>;
  return (
    <ul className="flex flex-col gap-0.5">
      {items.map(({ id, content }) => (
        <li key={id} className="wrap-anywhere">
          {content}
        </li>
      ))}
    </ul>
  );
}

/** Where the person stands, masked. */
export function ErasurePlaces({ preview }: { preview: ErasurePreview }) {
  const t = useTranslations("privacy");
  const format = useFormatter();
  const { customers, addresses, sources, segments, lists, runs } = preview;
  const found = customers.map(({ id, key, values }) => ({ id, content: [key, ...values].join(" · ") }));
  const records = sources.map(({ id, name, records: count }) => ({
    id,
    content: t("sourceRecords", { name, records: count }),
  }));
  const memberOf = segments.map(({ id, name }) => ({
    id,
    content: <TextLink href={`/data/segments/${id}`}>{name}</TextLink>,
  }));
  const sentTo = lists.map(({ exportId, exportName, list }) => ({
    id: `${exportId} ${list}`,
    content: t("listOf", { list, name: exportName }),
  }));
  return (
    <KeyValues
      items={[
        { label: t("customers"), value: <Lines items={found} /> },
        {
          label: t("addresses"),
          value: <Lines items={addresses.map((content, index) => ({ id: String(index), content }))} />,
        },
        { label: t("sources"), value: <Lines items={records} /> },
        { label: t("segments"), value: <Lines items={memberOf} /> },
        { label: t("lists"), value: <Lines items={sentTo} /> },
        { label: t("runs"), value: format.number(runs) },
      ]}
    />
  );
}
