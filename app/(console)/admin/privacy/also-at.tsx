"use client";
import { useTranslations } from "next-intl";
import { CheckboxGroup } from "@/components/ui/checkbox-group";
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
    <CheckboxGroup
      label={t("alsoAt")}
      description={t("alsoAtHint")}
      options={connections.map(({ id, name, label, wasSent, scope }) => ({
        id,
        label: t("connection", { name, label }),
        description: t(wasSent ? "wasSent" : "wasNotSent", { scope }),
      }))}
      value={value}
      onChange={onChange}
    />
  );
}
