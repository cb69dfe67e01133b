"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { ProfileTable } from "@/components/profiles/profile-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Figure } from "@/components/ui/figure";
import { Section } from "@/components/ui/section";
import { useSettled } from "@/components/ui/use-settled";
import type { Result } from "@/lib/errors";
import type { ProfileLine } from "@/lib/profiles/queries";
import type { SegmentDefinition } from "@/lib/segments/definition";

export interface Preview {
  members: number;
  sample: ProfileLine[];
}

/** Whom unsaved rules find, counted anew when the typing pauses. */
export function SegmentPreview({
  definition,
  load,
}: {
  definition: SegmentDefinition;
  load: (input: { definition: SegmentDefinition }) => Promise<Result<Preview>>;
}) {
  const t = useTranslations("segments");
  const format = useFormatter();
  // Compared as text: an equal tree is not asked about again.
  const settled = useSettled(JSON.stringify(definition));
  const { data, isFetching } = useQuery({
    queryKey: ["segment-preview", settled],
    queryFn: () => load({ definition: JSON.parse(settled) as SegmentDefinition }),
    enabled: definition.root.items.length > 0,
    placeholderData: keepPreviousData,
  });
  const preview = definition.root.items.length > 0 && data?.ok ? data.value : undefined;
  return (
    <Section title={t("preview")} description={t("previewNote")}>
      {preview ? (
        <div className="flex flex-col gap-4" aria-busy={isFetching}>
          <div aria-live="polite">
            <Figure label={t("members")} value={format.number(preview.members)} />
          </div>
          <ProfileTable
            label={t("preview")}
            lines={preview.sample}
            empty={<EmptyState>{t("previewNobody")}</EmptyState>}
          />
        </div>
      ) : (
        <p className="text-quiet">{t("previewWaiting")}</p>
      )}
    </Section>
  );
}
