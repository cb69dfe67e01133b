"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import type { SegmentLine } from "@/lib/segments/queries";
import { segmentKinds } from "@/lib/segments/schema";

const states = ["active", "inactive"] as const;

const filters = {
  kind: parseAsStringLiteral(segmentKinds),
  state: parseAsStringLiteral(states),
  tag: parseAsString,
};

/** Which segments the list shows, by type, state and tag; kept in the address. */
export function useSegmentFilters(segments: SegmentLine[]) {
  const t = useTranslations("segments.life");
  const [chosen, choose] = useQueryStates(filters);
  const tags = [...new Set(segments.flatMap((one) => one.tags))].toSorted((a, b) => a.localeCompare(b));
  const shown = segments.filter(
    (one) =>
      (chosen.kind === null || one.kind === chosen.kind) &&
      (chosen.state === null || one.isActive === (chosen.state === "active")) &&
      (chosen.tag === null || one.tags.includes(chosen.tag)),
  );
  const choice = (
    filter: keyof typeof filters,
    { label, all, items }: { label: string; all: string; items: { id: string; label: string }[] },
  ) => (
    <Select
      key={filter}
      label={label}
      hideLabel
      items={[{ id: "all", label: all }, ...items]}
      value={chosen[filter] ?? "all"}
      onChange={(id) => void choose({ [filter]: id === "all" ? null : id })}
      className="w-44 max-sm:w-[calc(50%-0.25rem)]"
    />
  );
  const fields = (
    <div className="flex flex-wrap gap-2">
      {choice("kind", {
        label: t("kind"),
        all: t("allKinds"),
        items: segmentKinds.map((id) => ({ id, label: t(`kind_${id}`) })),
      })}
      {choice("state", {
        label: t("state"),
        all: t("allStates"),
        items: states.map((id) => ({ id, label: t(id) })),
      })}
      {(tags.length > 0 || chosen.tag !== null) &&
        choice("tag", {
          label: t("tag"),
          all: t("allTags"),
          items: [...new Set([...tags, ...(chosen.tag ? [chosen.tag] : [])])].map((id) => ({
            id,
            label: id,
          })),
        })}
    </div>
  );
  return { shown, fields, knownTags: tags };
}
