"use client";
import { Plus, Sparkles } from "lucide-react";
import { useTranslations } from "next-intl";
import { MappingRow } from "@/components/exports/mapping-row";
import type { ExportEditing } from "@/components/exports/use-export-draft";
import { useTargetLabel } from "@/components/exports/use-target-label";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import type { DestinationField } from "@/lib/destinations/types";
import type { Mapping } from "@/lib/exports/schema";
import type { ProfileField } from "@/lib/profiles/fields";

interface AttributeRowsProps {
  editing: ExportEditing;
  fields: ProfileField[];
  targets: readonly DestinationField[];
  /** What Ferry would map by what it recognises. */
  recognised: Mapping["fields"];
  problemOf: (path: string) => string | undefined;
}

/** What else is sent of each person: fields the destination knows, and custom properties. */
export function AttributeRows({ editing, fields, targets, recognised, problemOf }: AttributeRowsProps) {
  const t = useTranslations("exports");
  const labelOf = useTargetLabel(targets);
  const { attributes, properties } = editing.draft;
  const taken = new Set(attributes.map(({ to }) => to));
  const suggested = recognised.filter(({ to }) => !taken.has(to));
  const free = targets.filter(({ key, isRequired }) => !isRequired && !taken.has(key));
  return (
    <div className="flex flex-col items-stretch gap-3">
      {attributes.map(({ id, to, field }, index) => (
        <MappingRow
          key={`attribute ${id}`}
          label={t("attribute", { number: index + 1 })}
          removeLabel={t("removeAttribute", { number: index + 1 })}
          target={
            <Select
              label={t("klaviyoField")}
              hideLabel
              placeholder={t("klaviyoField")}
              items={targets
                .filter(({ key, isRequired }) => key === to || (!isRequired && !taken.has(key)))
                .map(({ key }) => ({
                  id: key,
                  label: labelOf(key),
                  group: t(key.startsWith("location.") ? "groupLocation" : "groupPerson"),
                }))}
              value={to || null}
              onChange={(key) => editing.changeAttribute(id, { to: key })}
              error={problemOf(`mapping.fields.${index}.to`)}
            />
          }
          fields={fields}
          field={field}
          fieldProblem={problemOf(`mapping.fields.${index}.field`)}
          onField={(key) => editing.changeAttribute(id, { field: key })}
          onRemove={() => editing.removeAttribute(id)}
        />
      ))}
      {properties.map(({ id, name, field }, index) => (
        <MappingRow
          key={`property ${id}`}
          label={t("property", { number: index + 1 })}
          removeLabel={t("removeProperty", { number: index + 1 })}
          target={
            <TextField
              label={t("propertyName")}
              hideLabel
              placeholder={t("propertyName")}
              value={name}
              onChange={(next) => editing.changeProperty(id, { name: next })}
              error={problemOf(`mapping.properties.${index}.name`)}
            />
          }
          fields={fields}
          field={field}
          fieldProblem={problemOf(`mapping.properties.${index}.field`)}
          onField={(key) => editing.changeProperty(id, { field: key })}
          onRemove={() => editing.removeProperty(id)}
        />
      ))}
      {taken.has("external_id") && <Notice tone="warning">{t("externalIdNote")}</Notice>}
      <div className="flex flex-wrap gap-2">
        {suggested.length > 0 && (
          <Button icon={<Sparkles />} onPress={() => editing.addAttributes(suggested)}>
            {t("mapRecognised", { count: suggested.length })}
          </Button>
        )}
        {free.length > 0 && (
          <Button icon={<Plus />} onPress={() => editing.addAttributes([{ to: "", field: "" }])}>
            {t("addAttribute")}
          </Button>
        )}
        <Button icon={<Plus />} onPress={editing.addProperty}>
          {t("addProperty")}
        </Button>
      </div>
    </div>
  );
}
