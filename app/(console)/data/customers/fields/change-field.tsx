"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Copyable } from "@/components/ui/copyable";
import { KeyValues } from "@/components/ui/key-values";
import { Select } from "@/components/ui/select";
import { SidePanelForm } from "@/components/ui/side-panel-form";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { type FieldMeaning, type FieldType, fieldMeanings, fieldTypes } from "@/lib/profiles/field-types";
import type { CatalogueField } from "@/lib/profiles/field-catalogue";
import { changeFieldAction } from "../actions";

/** Changes what a field holds or means; what is not safe is refused at its place. */
export function ChangeField({ field, onClose }: { field: CatalogueField; onClose: () => void }) {
  const t = useTranslations("fields");
  const types = useTranslations("sources");
  const meanings = useTranslations("meanings");
  const router = useRouter();
  const { run, form, problem, fieldProblem, clearProblem, isPending } = useAction(changeFieldAction);
  const [type, setType] = useState<FieldType>(field.type);
  const [meaning, setMeaning] = useState<FieldMeaning>(field.meaning);
  const save = async () => {
    if ((await run({ fieldKey: field.key, type, meaning })) === undefined) return;
    showToast({ title: t("saved", { name: field.name }), tone: "good" });
    onClose();
    router.refresh();
  };
  return (
    <SidePanelForm
      title={t("changeTitle", { name: field.name })}
      submitLabel={t("save")}
      onSubmit={() => void save()}
      onClose={onClose}
      form={form}
      isPending={isPending}
      problem={problem}
    >
      <KeyValues items={[{ label: t("key"), value: <Copyable label={t("key")} value={field.key} /> }]} />
      <Select
        label={t("type")}
        description={t("typeHint")}
        items={fieldTypes.map((id) => ({ id, label: types(`types_${id}`) }))}
        value={type}
        error={fieldProblem("type")}
        onChange={(id) => {
          setType(id as FieldType);
          clearProblem("type");
        }}
      />
      <Select
        label={t("meaning")}
        description={t("meaningHint")}
        items={fieldMeanings.map((id) => ({ id, label: meanings(id) }))}
        value={meaning}
        error={fieldProblem("meaning")}
        onChange={(id) => {
          setMeaning(id as FieldMeaning);
          clearProblem("meaning");
        }}
      />
    </SidePanelForm>
  );
}
