"use client";
import { X } from "lucide-react";
import { useTimeZone, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ComboBox } from "@/components/ui/combo-box";
import { DateField } from "@/components/ui/date-field";
import { useAuditAddress } from "./use-audit-address";
import { useEventText } from "./use-event-text";

interface EventFiltersProps {
  people: { id: string; name: string }[];
  actions: string[];
  types: string[];
}

const ALL = "all";

/** Which events are shown: by whom, what, to what, and when. */
export function EventFilters({ people, actions, types }: EventFiltersProps) {
  const t = useTranslations("audit");
  const text = useEventText();
  const zone = useTimeZone() ?? "UTC";
  const { chosen, choose, clear, isFiltered } = useAuditAddress();
  const choice = (
    filter: "actor" | "action" | "type",
    { label, all, items }: { label: string; all: string; items: { id: string; label: string }[] },
  ) => (
    <ComboBox
      // What is typed is the field's own; a filter that is cleared elsewhere begins anew.
      key={`${filter} ${chosen[filter]}`}
      label={label}
      items={[{ id: ALL, label: all }, ...items]}
      value={chosen[filter] ?? ALL}
      onChange={(id) => id !== (chosen[filter] ?? ALL) && choose({ [filter]: id === ALL ? null : id })}
      className="w-56 max-sm:w-full"
    />
  );
  const byLabel = (one: { label: string }, other: { label: string }) => one.label.localeCompare(other.label);
  const day = (filter: "since" | "until") => (
    <DateField
      key={filter}
      label={t(filter)}
      value={chosen[filter] ?? ""}
      onChange={(value) => choose({ [filter]: value || null })}
    />
  );
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        {choice("actor", {
          label: t("actor"),
          all: t("everybody"),
          items: [{ id: "ferry", label: t("ferry") }, ...people.map(({ id, name }) => ({ id, label: name }))],
        })}
        {choice("action", {
          label: t("action"),
          all: t("allActions"),
          items: actions.map((id) => ({ id, label: text.action(id) })).sort(byLabel),
        })}
        {choice("type", {
          label: t("object"),
          all: t("allTypes"),
          items: types.map((id) => ({ id, label: text.type(id) })).sort(byLabel),
        })}
        {day("since")}
        {day("until")}
        {isFiltered && (
          <Button variant="quiet" icon={<X aria-hidden />} onPress={clear}>
            {t("clearFilters")}
          </Button>
        )}
      </div>
      {(chosen.since || chosen.until) && <p className="text-dense text-quiet">{t("zoneNote", { zone })}</p>}
      {chosen.object && <p className="text-dense text-quiet">{t("oneObject", { id: chosen.object })}</p>}
    </div>
  );
}
