"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import type { ProfileField } from "@/lib/profiles/fields";
import type { DatabaseSettings } from "@/lib/sources/database/queries";
import { ColumnTable } from "../uploads/[uploadId]/column-table";
import { PreviewTable } from "../uploads/[uploadId]/preview-table";
import { ReachFields } from "./reach-fields";
import { RefreshFields } from "./refresh-fields";
import { type DatabaseFormState, useDatabaseForm } from "./use-database-form";

interface DatabaseFormProps {
  fields: ProfileField[];
  settings?: DatabaseSettings;
  cancelHref: string;
}

/** Sets a PostgreSQL source up: reach it, test it, see what it holds, and say what becomes of it. */
export function DatabaseForm({ fields, settings, cancelHref }: DatabaseFormProps) {
  const t = useTranslations("databaseSources");
  const sources = useTranslations("sources");
  const router = useRouter();
  const { form, state } = useDatabaseForm(fields, settings);
  const { draft, change, fieldProblem } = state;
  const problem = fieldProblem("columns") ?? state.problem;

  async function submit() {
    const sourceId = await state.runSave();
    if (sourceId) router.push(`/data/sources/${sourceId}`);
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
      <UnsavedGuard isDirty={state.isDirty && !state.isSaving} />
      <div className="flex flex-col gap-6">
        {problem && <FormProblem>{problem}</FormProblem>}
        <TextField
          label={sources("sourceName")}
          name="name"
          className="max-w-100"
          description={sources("sourceNameHint")}
          value={draft.name}
          onChange={(name) => change({ name })}
          error={fieldProblem("name")}
        />
      </div>
      <ReachFields state={state} server={settings?.server} />
      {draft.columns.length > 0 && <Columns state={state} />}
      {draft.columns.length > 0 && <RefreshFields state={state} />}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" isPending={state.isSaving}>
          {t("save")}
        </Button>
        <LinkButton href={cancelHref} variant="quiet">
          {t("cancel")}
        </LinkButton>
      </div>
    </Form>
  );
}

function Columns({ state }: { state: DatabaseFormState }) {
  const t = useTranslations("databaseSources");
  const sources = useTranslations("sources");
  const { draft, looked, change, fieldProblem } = state;
  const rows = (looked?.rows ?? []).map((cells, index) => ({ line: index + 1, cells }));
  const label = t("previewRows", { count: rows.length });
  return (
    <>
      {looked && (
        <Section title={label}>
          {rows.length > 0 ? (
            <PreviewTable preview={{ columns: looked.columns, rows }} label={label} lineLabel={t("row")} />
          ) : (
            <p className="text-quiet">{t("noRows")}</p>
          )}
        </Section>
      )}
      <Section title={t("columnsTitle")} description={sources("columnsHint")}>
        <Select
          label={sources("key")}
          className="max-w-100"
          description={sources("keyHint")}
          items={draft.columns.map(({ name }) => ({ id: name, label: name }))}
          value={draft.keyColumn || null}
          onChange={(keyColumn) => change({ keyColumn })}
          error={fieldProblem("keyColumn")}
        />
        <ColumnTable
          columns={draft.columns}
          rows={rows}
          onChange={state.changeColumn}
          problemOf={(index) => fieldProblem(`columns.${index}.fieldName`)}
        />
      </Section>
    </>
  );
}
