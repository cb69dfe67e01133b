"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { useAction } from "@/components/ui/use-action";
import type { CsvFormat } from "@/lib/sources/csv/csv-format";
import type { MergeMode } from "@/lib/sources/merge-modes";
import type { UploadPreview } from "@/lib/sources/queries";
import type { SourceColumn } from "@/lib/sources/schema";
import { previewUploadAction, startImportAction } from "../../actions";
import { ColumnTable } from "./column-table";
import { FormatFields } from "./format-fields";
import { ModeField } from "./mode-field";
import { type ImportPlan, planFor } from "./plan-for";
import { PreviewTable } from "./preview-table";

interface ImportFormProps {
  uploadId: string;
  sourceId?: string;
  cancelHref: string;
  initialName: string;
  initialPreview: UploadPreview;
  initialPlan: ImportPlan;
  initialMode: MergeMode;
}

/** What the file holds and what will become of it; importing is the last step. */
export function ImportForm(props: ImportFormProps) {
  const { uploadId, sourceId, cancelHref, initialName, initialPreview, initialPlan, initialMode } = props;
  const t = useTranslations("sources");
  const router = useRouter();
  const [name, setName] = useState(initialName);
  const [preview, setPreview] = useState(initialPreview);
  const [plan, setPlan] = useState(initialPlan);
  const [mode, setMode] = useState(initialMode);
  const { run, form, isPending, problem, fieldProblem } = useAction(startImportAction);
  const reread = useAction(async (format: CsvFormat) => {
    const result = await previewUploadAction({ uploadId, format });
    return result.ok ? result.value.preview : result;
  });

  async function changeFormat(format: CsvFormat) {
    const next = await reread.run(format);
    if (!next) return;
    setPreview(next);
    setPlan(planFor(next, [], plan));
  }

  function changeColumn(index: number, change: Partial<SourceColumn>) {
    const columns = plan.columns.map((column, at) => (at === index ? { ...column, ...change } : column));
    setPlan({ ...plan, columns });
  }

  async function submit() {
    const started = await run({ uploadId, sourceId, name, format: preview.format, mode, ...plan });
    if (started) router.push(`/data/sources/${started.sourceId}`);
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
      <div className="flex flex-col gap-6">
        {problem && <FormProblem>{problem}</FormProblem>}
        <div className="grid max-w-200 gap-6 sm:grid-cols-2">
          <TextField
            label={t("sourceName")}
            name="name"
            description={t("sourceNameHint")}
            value={name}
            onChange={setName}
            error={fieldProblem("name")}
          />
          <Select
            label={t("key")}
            description={t("keyHint")}
            items={preview.columns.map((column) => ({ id: column, label: column }))}
            value={plan.keyColumn || null}
            onChange={(keyColumn) => setPlan({ ...plan, keyColumn })}
            error={fieldProblem("keyColumn")}
          />
        </div>
        {sourceId && <ModeField mode={mode} onChange={setMode} />}
      </div>
      <Section title={t("formatTitle")}>
        {reread.problem && <FormProblem>{reread.problem}</FormProblem>}
        <FormatFields preview={preview} onChange={(format) => void changeFormat(format)} />
      </Section>
      <Section title={t("previewRows", { count: preview.rows.length })}>
        {preview.bad.length > 0 && (
          <Notice tone="warning">{t("badInPreview", { count: preview.bad.length })}</Notice>
        )}
        <PreviewTable preview={preview} />
      </Section>
      <Section title={t("columnsTitle")} description={t("columnsHint")}>
        <ColumnTable
          columns={plan.columns}
          rows={preview.rows}
          onChange={changeColumn}
          problemOf={(index) => fieldProblem(`columns.${index}.fieldName`)}
        />
      </Section>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" isPending={isPending}>
          {t(sourceId ? "compare" : "import")}
        </Button>
        <LinkButton href={cancelHref} variant="quiet">
          {t("cancel")}
        </LinkButton>
      </div>
    </Form>
  );
}
