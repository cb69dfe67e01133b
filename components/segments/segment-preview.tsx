"use client";
import { useFormatter, useTranslations } from "next-intl";
import { ProfileTable } from "@/components/profiles/profile-table";
import type { SegmentPreviewState } from "@/components/segments/use-segment-preview";
import { EmptyState } from "@/components/ui/empty-state";
import { Figure } from "@/components/ui/figure";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { useProblemText } from "@/components/ui/use-problem-text";

/** Whom unsaved rules find. */
export function SegmentPreview({ preview, isCounting, refusal, isError }: SegmentPreviewState) {
  const t = useTranslations("segments");
  const builder = useTranslations("segmentBuilder");
  const problemText = useProblemText();
  const format = useFormatter();
  // Anything else that is wrong is said by the form, when it is saved.
  const isFailure = isError || (refusal !== undefined && refusal.code !== "invalid");
  if (isFailure && !isCounting)
    return (
      <Section title={t("preview")}>
        <Notice tone="warning" role="status">
          {refusal?.code === "preview_too_slow" ? problemText(refusal) : builder("uncounted")}
        </Notice>
      </Section>
    );
  return (
    <Section title={t("preview")} description={t("previewNote")}>
      {preview && !refusal ? (
        <div className="flex flex-col gap-4" aria-busy={isCounting}>
          <div aria-live="polite">
            <Figure
              label={isCounting ? builder("counting") : t("members")}
              value={format.number(preview.members)}
            />
          </div>
          <ProfileTable
            label={t("preview")}
            lines={preview.sample}
            empty={<EmptyState>{t("previewNobody")}</EmptyState>}
          />
        </div>
      ) : (
        <p className="text-quiet">{isCounting ? builder("counting") : t("previewWaiting")}</p>
      )}
    </Section>
  );
}

/** How many they are, beside the way to save them; the preview below is what is read out. */
export function LiveCount({ preview, isCounting, refusal }: SegmentPreviewState) {
  const builder = useTranslations("segmentBuilder");
  if (!preview || refusal) return null;
  return (
    <span aria-hidden className="ms-auto text-quiet tabular-nums">
      {isCounting ? builder("counting") : builder("people", { count: preview.members })}
    </span>
  );
}
