"use client";
import { useTranslations } from "next-intl";
import { RadioGroup } from "@/components/ui/radio-group";
import type { ConnectionExport } from "@/lib/connections/queries";

export type Choice = "remove" | "detach";

interface ExportChoicesProps {
  exports: ConnectionExport[];
  /** Detaching, which loses nothing, where none is made. */
  choices: Record<string, Choice>;
  onChoose: (exportId: string, choice: Choice) => void;
}

/** What becomes of each export when its connection goes. */
export function ExportChoices({ exports, choices, onChoose }: ExportChoicesProps) {
  const t = useTranslations("connections");
  return (
    <div className="flex flex-col gap-3">
      <div>
        <p>{t("removeExports", { count: exports.length })}</p>
        <p className="text-dense text-quiet">{t("removeChoices")}</p>
      </div>
      <ul className="flex flex-col rounded-control border border-line">
        {exports.map(({ id, name, listName, activeRunId }) => (
          <li key={id} className="flex flex-col gap-1 border-b border-line px-3 py-2.5 last:border-b-0">
            <p className="font-medium break-words">{name}</p>
            <p className="text-dense text-quiet">{t("removeList", { list: listName })}</p>
            <RadioGroup
              label={t("removeFor", { name })}
              hideLabel
              orientation="horizontal"
              value={choices[id] ?? "detach"}
              onChange={(choice) => onChoose(id, choice as Choice)}
              options={[
                { id: "detach", label: t("choice_detach") },
                { id: "remove", label: t("choice_remove") },
              ]}
            />
            {activeRunId && <p className="text-dense text-warning">{t("removeRunning")}</p>}
          </li>
        ))}
      </ul>
    </div>
  );
}
