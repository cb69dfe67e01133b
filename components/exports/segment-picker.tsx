"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { CheckboxGroup } from "react-aria-components";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldHint, FieldLabel, FieldProblem } from "@/components/ui/field-parts";
import { SearchField } from "@/components/ui/search-field";
import type { ExportFormOptions } from "@/lib/exports/form-options";

// Fewer are taken in at a glance.
const SEARCHED_FROM = 9;

interface SegmentPickerProps {
  label: string;
  description: ReactNode;
  segments: ExportFormOptions["segments"];
  value: string[];
  onChange: (ids: string[]) => void;
  /** Chosen in the other list, with the word for it. */
  taken: { ids: string[]; note: string };
  isRequired?: boolean;
  error?: string;
}

/** One or several segments, each with how many people are in it. */
export function SegmentPicker(props: SegmentPickerProps) {
  const { label, description, segments, value, onChange, taken, isRequired, error } = props;
  const t = useTranslations("exports");
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLocaleLowerCase();
  const shown = segments.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  return (
    <CheckboxGroup
      value={value}
      onChange={onChange}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      isRequired={isRequired}
      className="flex min-w-0 flex-col gap-1"
    >
      <FieldLabel isRequired={isRequired}>{label}</FieldLabel>
      <FieldHint>{description}</FieldHint>
      <div className="mt-1 overflow-hidden rounded-control border border-line bg-surface">
        {segments.length >= SEARCHED_FROM && (
          <div className="border-b border-line p-2">
            <SearchField label={t("searchSegments")} value={search} onChange={setSearch} className="w-full" />
          </div>
        )}
        <div className="max-h-64 overflow-y-auto">
          {shown.map(({ id, name, members, isActive }) => {
            const isTaken = taken.ids.includes(id);
            return (
              <Checkbox
                key={id}
                value={id}
                isDisabled={isTaken}
                className="w-full border-b border-line px-3 py-2 last:border-b-0 hover:bg-surface-2 *:last:flex-1 pointer-coarse:py-2.5"
              >
                <span className="flex flex-wrap justify-between gap-x-4">
                  <span className="min-w-0 break-words">{name}</span>
                  <span className="text-quiet tabular-nums">
                    {isTaken
                      ? taken.note
                      : t(isActive ? "segmentMembers" : "inactiveSegment", { count: members })}
                  </span>
                </span>
              </Checkbox>
            );
          })}
          {shown.length === 0 && <p className="px-3 py-2 text-quiet">{t("noSegmentMatch", { search })}</p>}
        </div>
      </div>
      <FieldProblem>{error}</FieldProblem>
    </CheckboxGroup>
  );
}
