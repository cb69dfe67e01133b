"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { Panel } from "@/components/ui/panel";
import { RadioGroup } from "@/components/ui/radio-group";
import { Section } from "@/components/ui/section";
import { TextField } from "@/components/ui/text-field";
import { useAction } from "@/components/ui/use-action";
import type { ErasurePreview } from "@/lib/privacy/preview-erasure";
import { previewErasureAction } from "./actions";
import { ErasurePreviewPanel } from "./erasure-preview";

/** Whom to erase; then what that would reach; then the last question. */
export function ErasePerson() {
  const t = useTranslations("privacy");
  const { run, form, isPending, problem, fieldProblem, clearProblem } = useAction(previewErasureAction);
  const [by, setBy] = useState<"email" | "key">("email");
  const [value, setValue] = useState("");
  const [preview, setPreview] = useState<ErasurePreview>();

  if (preview)
    return (
      <ErasurePreviewPanel asked={{ by, value }} preview={preview} onBack={() => setPreview(undefined)} />
    );
  return (
    <Section title={t("find")} description={t("findHint")}>
      <Panel className="max-w-3xl">
        <Form
          ref={form}
          className="flex flex-col gap-4"
          autoComplete="off"
          onSubmit={(event) => {
            event.preventDefault();
            void run({ by, value }).then(setPreview);
          }}
        >
          {problem && <FormProblem>{problem}</FormProblem>}
          <RadioGroup
            label={t("by")}
            orientation="horizontal"
            value={by}
            onChange={(id) => setBy(id === "key" ? "key" : "email")}
            options={[
              { id: "email", label: t("by_email") },
              { id: "key", label: t("by_key") },
            ]}
          />
          <TextField
            label={t(`by_${by}`)}
            isRequired
            value={value}
            onChange={(text) => {
              setValue(text);
              clearProblem("value");
            }}
            error={fieldProblem("value")}
          />
          <div>
            <Button variant="primary" type="submit" isPending={isPending}>
              {t("show")}
            </Button>
          </div>
        </Form>
      </Panel>
    </Section>
  );
}
