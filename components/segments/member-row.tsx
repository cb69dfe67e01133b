"use client";
import { useFormatter, useTranslations } from "next-intl";
import { ItemRow } from "@/components/segments/item-row";
import { type SegmentChoice, useRules } from "@/components/segments/rules-context";
import type { DraftMember } from "@/components/segments/segment-draft";
import { ComboBox } from "@/components/ui/combo-box";
import { Select } from "@/components/ui/select";

interface MemberRowProps {
  number: number;
  path: string;
  condition: DraftMember;
  onRemove: () => void;
}

/** A condition on the membership in another segment. */
export function MemberRow({ number, path, condition, onRemove }: MemberRowProps) {
  const t = useTranslations("segments");
  const builder = useTranslations("segmentBuilder");
  const { segments, addedId, problemOf, change } = useRules();
  const edit = (to: Partial<DraftMember>) =>
    change(condition.id, (item) => (item.kind === "segment" ? { ...item, ...to } : item));
  const note = useNote(segments.find(({ id }) => id === condition.segmentId));
  const items = segments.map(({ id, name }) => ({ id, label: name }));
  const isMissing = condition.segmentId !== "" && !items.some(({ id }) => id === condition.segmentId);
  if (isMissing)
    items.unshift({
      id: condition.segmentId,
      label: builder("missingSegment", { segment: condition.name }),
    });
  return (
    <ItemRow
      label={t("condition", { number })}
      removeLabel={t("removeCondition", { number })}
      onRemove={onRemove}
    >
      <Select
        label={builder("membership")}
        hideLabel
        items={[
          { id: "in", label: builder("isMember") },
          { id: "out", label: builder("isNotMember") },
        ]}
        value={condition.isMember ? "in" : "out"}
        onChange={(id) => edit({ isMember: id === "in" })}
        className="max-sm:flex-1 sm:w-52"
      />
      <ComboBox
        label={builder("segment")}
        hideLabel
        items={items}
        value={condition.segmentId}
        onChange={(segmentId) =>
          edit({ segmentId, name: segments.find(({ id }) => id === segmentId)?.name ?? condition.name })
        }
        description={note}
        error={problemOf(`${path}.segmentId`)}
        autoFocus={addedId === condition.id}
        className="w-full max-sm:order-2 sm:w-98"
      />
    </ItemRow>
  );
}

/** What there is to know of the chosen segment. */
function useNote(chosen: SegmentChoice | undefined): string | undefined {
  const t = useTranslations("segmentBuilder");
  const format = useFormatter();
  if (!chosen || chosen.isActive) return undefined;
  if (chosen.refreshedAt === null) return t("inactiveNever");
  const time = format.dateTime(new Date(chosen.refreshedAt), { dateStyle: "medium", timeStyle: "short" });
  return t("inactiveSegment", { time });
}
