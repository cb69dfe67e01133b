"use client";
import { useTranslations } from "next-intl";
import type { ExportDetail } from "@/lib/exports/queries";

/** What Klaviyo gets of each person, and from which profile field. */
export function MappingList({ shown }: { shown: Pick<ExportDetail, "identifierField" | "mapping"> }) {
  const t = useTranslations("exports");
  const labels = useTranslations("destinations.klaviyo.fields");
  const nameOf = (field: ExportDetail["identifierField"]) =>
    field.name ?? t("missingField", { field: field.key });
  const { identifierField, mapping } = shown;
  const rows = [
    { id: "email", to: t("email"), from: nameOf(identifierField) },
    ...mapping.fields.map(({ to, field }) => ({
      id: `field ${to}`,
      // Labels are named after their field, with dots as underscores.
      to: labels(to.replace(".", "_") as "first_name"),
      from: nameOf(field),
    })),
    ...mapping.properties.map(({ name, field }) => ({
      id: `property ${name}`,
      to: name,
      from: nameOf(field),
    })),
  ];
  return (
    <ul className="flex flex-col gap-1">
      {rows.map(({ id, to, from }) => (
        <li key={id} className="break-words">
          {to} <span aria-hidden>←</span> <span className="text-quiet">{from}</span>
        </li>
      ))}
    </ul>
  );
}
