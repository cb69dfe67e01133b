"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { PasswordField } from "@/components/ui/password-field";
import { RadioGroup } from "@/components/ui/radio-group";
import { Section } from "@/components/ui/section";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import type { DatabaseSettings } from "@/lib/sources/database/queries";
import { TestResult } from "./test-result";
import type { DatabaseDraft, DatabaseFormState } from "./use-database-form";

/** Which database, what of it is read, and whether that works. */
export function ReachFields({
  state,
  server,
}: {
  state: DatabaseFormState;
  server?: DatabaseSettings["server"];
}) {
  const t = useTranslations("databaseSources");
  const { draft, changeReach, fieldProblem, looked } = state;
  return (
    <Section title={t("connectionTitle")}>
      <PasswordField
        label={t("address")}
        name="address"
        autoComplete="off"
        mono
        className="max-w-200"
        value={draft.address}
        onChange={(address) => changeReach({ address })}
        error={fieldProblem("address")}
        description={
          <>
            {server && <>{t("addressStored", { ...server, port: String(server.port) })} </>}
            {t("addressHint")}
          </>
        }
      />
      <RadioGroup
        label={t("reads")}
        orientation="horizontal"
        value={draft.reads}
        onChange={(reads) => changeReach({ reads: reads as DatabaseDraft["reads"] })}
        options={[
          { id: "table", label: t("readsTable") },
          { id: "query", label: t("readsQuery") },
        ]}
      />
      {draft.reads === "table" ? (
        <TextField
          label={t("table")}
          name="table"
          mono
          spellCheck="false"
          className="max-w-100"
          value={draft.table}
          onChange={(table) => changeReach({ table })}
          error={fieldProblem("table")}
          description={t("tableHint")}
        />
      ) : (
        <TextArea
          label={t("query")}
          name="query"
          mono
          rows={6}
          spellCheck="false"
          className="max-w-200"
          value={draft.query}
          onChange={(query) => changeReach({ query })}
          error={fieldProblem("query")}
          description={t("queryHint")}
        />
      )}
      <div>
        <Button isPending={state.isTesting} onPress={() => void state.runTest()}>
          {t("test")}
        </Button>
      </div>
      {looked && <TestResult looked={looked} />}
      {!looked && draft.columns.length > 0 && state.isDirty && <p className="text-quiet">{t("retest")}</p>}
    </Section>
  );
}
