"use client";
import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { PreviewRow } from "@/lib/exports/preview-row";

interface MappingWarningsProps {
  rows: PreviewRow[];
  labelOf: (target: string) => string;
}

/** Why values of the preview are left out, a sentence each, with how many of the people shown it concerns. */
export function MappingWarnings({ rows, labelOf }: MappingWarningsProps) {
  const t = useTranslations("exports");
  const words = useTranslations("destinations.klaviyo.warnings");
  const counts = new Map<string, { field: string; code: string; people: number }>();
  for (const { field, code } of rows.flatMap(({ warnings }) => warnings)) {
    const id = `${field} ${code}`;
    counts.set(id, { field, code, people: (counts.get(id)?.people ?? 0) + 1 });
  }
  if (counts.size === 0) return null;
  return (
    <Notice tone="warning" title={t("leftOutTitle")}>
      <ul>
        {[...counts].map(([id, { field, code, people }]) => (
          <li key={id}>
            {t("leftOutOf", {
              field: labelOf(field),
              // Codes come from the destination; each has a sentence, which a test checks.
              why: words(code as "too_long"),
              people,
            })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
