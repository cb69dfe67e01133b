"use client";
import { useTranslations } from "next-intl";
import { CheckboxGroup } from "react-aria-components";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldHint, FieldLabel } from "@/components/ui/field-parts";
import type { ErasurePreview } from "@/lib/privacy/preview-erasure";

interface AlsoAtProps {
  connections: ErasurePreview["connections"];
  value: string[];
  onChange: (connectionIds: string[]) => void;
}

/** Destinations that are asked to erase the person too. */
export function AlsoAt({ connections, value, onChange }: AlsoAtProps) {
  const t = useTranslations("privacy");
  return (
    <CheckboxGroup value={value} onChange={onChange} className="flex min-w-0 flex-col gap-1">
      <FieldLabel>{t("alsoAt")}</FieldLabel>
      <div className="flex flex-col gap-2 py-1">
        {connections.map(({ id, name, label, wasSent, scope }) => (
          <Checkbox key={id} value={id}>
            {t("connection", { name, label })}
            <span className="block text-dense text-quiet">
              {t(wasSent ? "wasSent" : "wasNotSent", { scope })}
            </span>
          </Checkbox>
        ))}
      </div>
      <FieldHint>{t("alsoAtHint")}</FieldHint>
    </CheckboxGroup>
  );
}
