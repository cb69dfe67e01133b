"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { useAction } from "@/components/ui/use-action";
import type { ProfileField } from "@/lib/profiles/fields";
import type { UploadPreview } from "@/lib/sources/queries";
import { PreviewTable } from "../../../../sources/uploads/[uploadId]/preview-table";
import { startMemberListAction } from "../../../actions";

// No field is called so: their keys begin with a letter.
const KEY = "-";

interface ListFormProps {
  uploadId: string;
  preview: UploadPreview;
  addressFields: ProfileField[];
}

/** Which column of the file names the people, and by what. */
export function ListForm({ uploadId, preview, addressFields }: ListFormProps) {
  const t = useTranslations("segments");
  const lists = useTranslations("segments.lists");
  const router = useRouter();
  const { run, form, isPending, problem, fieldProblem } = useAction(startMemberListAction);
  const addresses = preview.proposed.find(({ meaning }) => meaning === "email");
  const [column, setColumn] = useState(addresses?.name ?? preview.proposedKey ?? preview.columns[0] ?? "");
  const fieldFor = (name: string) =>
    preview.proposed.find((one) => one.name === name)?.meaning === "email"
      ? (addressFields[0]?.key ?? KEY)
      : KEY;
  const [field, setField] = useState(fieldFor(column));

  async function submit() {
    const started = await run({
      uploadId,
      format: preview.format,
      column,
      field: field === KEY ? null : field,
    });
    if (started) router.push(`/data/segments/list/${started.listId}`);
  }

  return (
    <Form
      ref={form}
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      <div className="flex max-w-3xl flex-col gap-4 sm:flex-row">
        <Select
          label={lists("column")}
          description={lists("columnHint")}
          items={preview.columns.map((name) => ({ id: name, label: name }))}
          value={column}
          onChange={(name) => {
            setColumn(name);
            setField(fieldFor(name));
          }}
          error={fieldProblem("column")}
          className="flex-1"
        />
        <Select
          label={lists("compareWith")}
          description={lists("compareHint")}
          items={[
            { id: KEY, label: lists("customerKey") },
            ...addressFields.map(({ key, name }) => ({
              id: key,
              label: lists("addressIn", { field: name }),
            })),
          ]}
          value={field}
          onChange={setField}
          error={fieldProblem("field")}
          className="flex-1"
        />
      </div>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" isPending={isPending}>
          {lists("check")}
        </Button>
        <LinkButton href="/data/segments" variant="quiet">
          {t("cancel")}
        </LinkButton>
      </div>
      <Section title={lists("preview")}>
        <PreviewTable preview={preview} />
      </Section>
    </Form>
  );
}
