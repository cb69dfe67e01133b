"use client";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { Form } from "react-aria-components";
import { ConditionRow } from "@/components/segments/condition-row";
import { type SegmentDraft, toDefinition } from "@/components/segments/segment-draft";
import { type Preview, SegmentPreview } from "@/components/segments/segment-preview";
import { useSegmentForm } from "@/components/segments/use-segment-form";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { showToast } from "@/components/ui/toast";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { useAction } from "@/components/ui/use-action";
import type { Result } from "@/lib/errors";
import type { ProfileField } from "@/lib/profiles/fields";
import type { SegmentDefinition } from "@/lib/segments/definition";
import type { SaveSegmentInput } from "@/lib/segments/schema";

interface SegmentFormProps {
  segmentId?: string;
  initial: SegmentDraft;
  fields: ProfileField[];
  save: (input: SaveSegmentInput) => Promise<Result<{ segmentId: string }>>;
  preview: (input: { definition: SegmentDefinition }) => Promise<Result<Preview>>;
}

/** Name and rules of a segment, with whom they find while they are edited. */
export function SegmentForm({ segmentId, initial, fields, save, preview }: SegmentFormProps) {
  const t = useTranslations("segments");
  const router = useRouter();
  const edit = useSegmentForm(initial, fields);
  const { draft } = edit;
  const { run, form, isPending, problem, fieldProblem } = useAction(save);
  const rulesProblem = fieldProblem("definition") ?? fieldProblem("definition.root.items");

  async function submit() {
    const saved = await run({ segmentId, name: draft.name, definition: toDefinition(draft) });
    if (!saved) return;
    showToast({ title: t("saved", { name: draft.name.trim() }), tone: "good" });
    router.push(`/data/segments/${saved.segmentId}`);
  }

  return (
    <Form
      ref={form}
      className="flex flex-col gap-10"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <UnsavedGuard isDirty={edit.isDirty && !isPending} />
      <div className="flex flex-col gap-6">
        {problem && <FormProblem>{problem}</FormProblem>}
        <TextField
          label={t("name")}
          name="name"
          description={t("nameHint")}
          value={draft.name}
          onChange={edit.setName}
          error={fieldProblem("name")}
          className="max-w-100"
        />
        <Section title={t("rules")} description={t("negationNote")}>
          <div className="flex flex-col items-start gap-3">
            <Select
              label={t("match")}
              items={[
                { id: "all", label: t("matchAll") },
                { id: "any", label: t("matchAny") },
              ]}
              value={draft.match}
              onChange={(id) => edit.setMatch(id as SegmentDraft["match"])}
              className="w-full sm:w-102"
            />
            {draft.conditions.map((condition, index) => (
              <ConditionRow
                key={condition.id}
                number={index + 1}
                condition={condition}
                fields={fields}
                problemOf={(part) => fieldProblem(`definition.root.items.${index}.${part}`)}
                onField={(key) => edit.setField(condition.id, key)}
                onChange={(change) => edit.changeCondition(condition.id, change)}
                onRemove={() => edit.removeCondition(condition.id)}
              />
            ))}
            {rulesProblem && <FormProblem>{rulesProblem}</FormProblem>}
            <Button icon={<Plus />} onPress={edit.addCondition}>
              {t("addCondition")}
            </Button>
          </div>
        </Section>
        <div className="flex gap-2">
          <Button type="submit" variant="primary" isPending={isPending}>
            {t("save")}
          </Button>
          <LinkButton href={segmentId ? `/data/segments/${segmentId}` : "/data/segments"} variant="quiet">
            {t("cancel")}
          </LinkButton>
        </div>
      </div>
      <SegmentPreview definition={toDefinition(draft)} load={preview} />
    </Form>
  );
}
