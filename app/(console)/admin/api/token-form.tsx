"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CheckboxGroup, Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldLabel, FieldProblem } from "@/components/ui/field-parts";
import { FormProblem } from "@/components/ui/form-status";
import { Select } from "@/components/ui/select";
import { SidePanel } from "@/components/ui/side-panel";
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
    <SidePanel
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("create")}
      description={t("createHint")}
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button variant="primary" isPending={isPending} type="submit" form="token-form">
            {t("create")}
          </Button>
        </>
      }
    >
      <Form
        ref={form}
        id="token-form"
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        {problem && <FormProblem>{problem}</FormProblem>}
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
          value={scopes}
          onChange={(chosen) => {
            setScopes(apiScopes.filter((scope) => chosen.includes(scope)));
            clearProblem("scopes");
          }}
          validationBehavior="aria"
          isInvalid={fieldProblem("scopes") !== undefined}
          className="flex min-w-0 flex-col gap-1"
        >
          <FieldLabel>{t("scopes")}</FieldLabel>
          <div className="flex flex-col gap-2 py-1">
            {apiScopes.map((scope) => (
              <Checkbox key={scope} value={scope}>
                <code className="font-mono text-dense">{scope}</code>
                <span className="block text-dense text-quiet">{t(`scope_${scope}`)}</span>
              </Checkbox>
            ))}
          </div>
          <FieldProblem>{fieldProblem("scopes")}</FieldProblem>
        </CheckboxGroup>
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
      </Form>
    </SidePanel>
  );
}
