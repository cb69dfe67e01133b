"use client";
import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import type { StatusRow } from "@/lib/status/stand";
import { statusGroups, statusWords } from "@/lib/status/words";

const filters = { group: parseAsStringLiteral(statusGroups), status: parseAsStringLiteral(statusWords) };

/** Which tasks the list shows, by group and status; kept in the address. */
export function useStatusFilters(rows: StatusRow[]) {
  const t = useTranslations("status");
  const [chosen, choose] = useQueryStates(filters);
  const shown = rows.filter(
    ({ group, word }) =>
      (chosen.group === null || group === chosen.group) && (chosen.status === null || word === chosen.status),
  );
  const present = statusWords.filter(
    (word) => word === chosen.status || rows.some((row) => row.word === word),
  );
  const fields = (
    <div className="flex flex-wrap gap-2">
      <Select
        label={t("group")}
        hideLabel
        items={[
          { id: "all", label: t("allGroups") },
          ...statusGroups.map((id) => ({ id, label: t(`groups.${id}`) })),
        ]}
        value={chosen.group ?? "all"}
        onChange={(id) => void choose({ group: statusGroups.find((one) => one === id) ?? null })}
        className="w-44 max-sm:w-[calc(50%-0.25rem)]"
      />
      <Select
        label={t("status")}
        hideLabel
        items={[
          { id: "all", label: t("allStatuses") },
          ...present.map((id) => ({ id, label: t(`words.${id}`) })),
        ]}
        value={chosen.status ?? "all"}
        onChange={(id) => void choose({ status: statusWords.find((one) => one === id) ?? null })}
        className="w-60 max-sm:w-[calc(50%-0.25rem)]"
      />
    </div>
  );
  return { shown, fields };
}
