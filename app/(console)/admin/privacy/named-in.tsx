"use client";
import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";

/** Segments whose rules name the person, for somebody to change by hand. */
export function NamedIn({ segments }: { segments: { id: string; name: string }[] }) {
  const t = useTranslations("privacy");
  return (
    <Notice tone="warning" title={t("namedTitle")}>
      {t("namedBody")}
      <ul>
        {segments.map(({ id, name }) => (
          <li key={id}>
            <TextLink href={`/data/segments/${id}`}>{name}</TextLink>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
