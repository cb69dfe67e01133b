"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import type { SegmentChoice } from "@/components/segments/rules-context";
import { RulesEditor } from "@/components/segments/rules-editor";
import { toDefinition } from "@/components/segments/segment-draft";
import { LiveCount, SegmentPreview } from "@/components/segments/segment-preview";
import { useRuleProblems } from "@/components/segments/use-rule-problems";
import { useRulesDraft } from "@/components/segments/use-rules-draft";
import { useSegmentPreview } from "@/components/segments/use-segment-preview";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { LinkButton } from "@/components/ui/link-button";
import { TextField } from "@/components/ui/text-field";
import { showToast } from "@/components/ui/toast";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { useAction } from "@/components/ui/use-action";
import type { Result } from "@/lib/errors";
import { fieldProblems } from "@/lib/field-problems";
import type { ProfileField } from "@/lib/profiles/fields";
import type { SegmentDefinition } from "@/lib/segments/definition";
import { type SaveSegmentInput, saveSegmentSchema } from "@/lib/segments/schema";

type Save = (input: SaveSegmentInput) => Promise<Result<{ segmentId: string }>>;

interface SegmentFormProps {
  segmentId?: string;
  name: string;
  definition: SegmentDefinition;
  fields: ProfileField[];
  segments: SegmentChoice[];
  timeZones: string[];
  save: Save;
}

/** What is too large to be sent is refused before it is, with the same sentence. */
const checkedFirst =
  (save: Save): Save =>
  async (input) => {
    const parsed = saveSegmentSchema.safeParse(input);
    return parsed.success ? save(input) : { ok: false, code: "invalid", fields: fieldProblems(parsed.error) };
  };

/** Name and rules of a segment, with whom they find while they are edited. */
export function SegmentForm({ segmentId, fields, segments, timeZones, save, ...initial }: SegmentFormProps) {
  const t = useTranslations("segments");
  const router = useRouter();
  const [name, setName] = useState(initial.name);
  const edit = useRulesDraft(initial.definition, fields);
  const definition = toDefinition(edit.draft);
  const { run, form, isPending, problem, fieldProblem } = useAction(checkedFirst(save));
  const preview = useSegmentPreview(segmentId, definition);
  const problemOf = useRuleProblems(fieldProblem, preview.refusal, problem !== undefined);
  const isDirty = edit.history.canUndo || name !== initial.name;

  async function submit() {
    const saved = await run({ segmentId, name, definition });
    if (!saved) return;
    showToast({ title: t("saved", { name: name.trim() }), tone: "good" });
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
      <UnsavedGuard isDirty={isDirty && !isPending} />
      <div className="flex flex-col gap-6">
        {problem && <FormProblem>{problem}</FormProblem>}
        <TextField
          label={t("name")}
          name="name"
          description={t("nameHint")}
          value={name}
          onChange={setName}
          error={fieldProblem("name")}
          className="max-w-100"
        />
        <RulesEditor
          edit={edit}
          fields={fields}
          segments={segments}
          timeZones={timeZones}
          problemOf={problemOf}
        />
        <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-2 border-t border-line bg-page py-3">
          <Button type="submit" variant="primary" isPending={isPending}>
            {t("save")}
          </Button>
          <LinkButton href={segmentId ? `/data/segments/${segmentId}` : "/data/segments"} variant="quiet">
            {t("cancel")}
          </LinkButton>
          <LiveCount {...preview} />
        </div>
      </div>
      <SegmentPreview {...preview} />
    </Form>
  );
}
