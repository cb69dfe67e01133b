"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CheckboxGroup } from "@/components/ui/checkbox-group";
import { Select } from "@/components/ui/select";
import { SidePanelForm } from "@/components/ui/side-panel-form";
import { TextField } from "@/components/ui/text-field";
import { useAction } from "@/components/ui/use-action";
import { type ApiScope, apiScopes, needsSource, tokenDays } from "@/lib/api/schema";
import { createTokenAction } from "./actions";

interface TokenFormProps {
  sources: { id: string; name: string }[];
  onMade: (token: string) => void;
  onClose: () => void;
}

const NEW = "new";
type Days = (typeof tokenDays)[number];

export function TokenForm({ sources, onMade, onClose }: TokenFormProps) {
  const t = useTranslations("api");
  const { run, form, isPending, problem, fieldProblem, clearProblem } = useAction(createTokenAction);
  const [name, setName] = useState("");
  const [source, setSource] = useState(sources[0]?.id ?? NEW);
  const [sourceName, setSourceName] = useState("");
  const [scopes, setScopes] = useState<ApiScope[]>(["profiles:write"]);
  const [days, setDays] = useState<Days>(90);
  const isNew = source === NEW;

  async function create() {
    const feeds = isNew ? { sourceName } : { sourceId: source };
    const made = await run({ name, scopes, days, ...(needsSource(scopes) && feeds) });
    if (made) onMade(made.token);
  }

  return (
    <SidePanelForm
      title={t("create")}
      description={t("createHint")}
      submitLabel={t("create")}
      onSubmit={() => void create()}
      onClose={onClose}
      form={form}
      isPending={isPending}
      problem={problem}
    >
      <TextField
        label={t("name")}
        description={t("nameHint")}
        autoFocus
        isRequired
        value={name}
        onChange={(value) => {
          setName(value);
          clearProblem("name");
        }}
        error={fieldProblem("name")}
      />
      <CheckboxGroup
        label={t("scopes")}
        options={apiScopes.map((id) => ({
          id,
          label: <code className="font-mono text-dense">{id}</code>,
          description: t(`scope_${id}`),
        }))}
        value={scopes}
        onChange={(chosen) => {
          setScopes(chosen);
          clearProblem("scopes");
        }}
        error={fieldProblem("scopes")}
      />
      {needsSource(scopes) && (
        <>
          <Select
            label={t("source")}
            description={t("sourceHint")}
            items={[
              ...sources.map(({ id, name: label }) => ({ id, label })),
              { id: NEW, label: t("newSource") },
            ]}
            value={source}
            onChange={setSource}
            error={fieldProblem("sourceId")}
          />
          {isNew && (
            <TextField
              label={t("sourceName")}
              description={t("sourceNameHint")}
              isRequired
              value={sourceName}
              onChange={(value) => {
                setSourceName(value);
                clearProblem("sourceName");
              }}
              error={fieldProblem("sourceName")}
            />
          )}
        </>
      )}
      <Select
        label={t("expires")}
        description={t("expiresHint")}
        items={tokenDays.map((count) => ({ id: String(count), label: t("expiresIn", { count }) }))}
        value={String(days)}
        onChange={(id) => setDays(tokenDays.find((count) => String(count) === id) ?? days)}
      />
    </SidePanelForm>
  );
}
