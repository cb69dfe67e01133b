"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CheckboxGroup, Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldLabel, FieldProblem } from "@/components/ui/field-parts";
import { FormProblem } from "@/components/ui/form-status";
import { SidePanel } from "@/components/ui/side-panel";
import { TextField } from "@/components/ui/text-field";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { WebhookLine } from "@/lib/notifications/queries";
import { type IncidentKind, incidentKinds } from "@/lib/notifications/schema";
import { changeWebhookAction, createWebhookAction } from "./actions";

interface WebhookFormProps {
  webhook: WebhookLine | null;
  onMade: (secret: string) => void;
  onClose: () => void;
}

export function WebhookForm({ webhook, onMade, onClose }: WebhookFormProps) {
  const t = useTranslations("notifications.webhooks");
  const kindLabel = useTranslations("notifications.kinds");
  const creation = useAction(createWebhookAction);
  const changing = useAction(changeWebhookAction);
  const { form, isPending, problem, fieldProblem, clearProblem } = webhook ? changing : creation;
  const [name, setName] = useState(webhook?.name ?? "");
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [kinds, setKinds] = useState<readonly IncidentKind[]>(webhook?.kinds ?? incidentKinds);

  async function save() {
    const input = { name, url, kinds: [...kinds] };
    if (!webhook) {
      const made = await creation.run(input);
      if (made) onMade(made.secret);
      return;
    }
    if ((await changing.run({ ...input, endpointId: webhook.id })) === undefined) return;
    showToast({ title: t("saved"), tone: "good" });
    onClose();
  }

  return (
    <SidePanel
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t(webhook ? "edit" : "add")}
      description={t("formHint")}
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button variant="primary" isPending={isPending} type="submit" form="webhook-form">
            {t("save")}
          </Button>
        </>
      }
    >
      <Form
        ref={form}
        id="webhook-form"
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
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
        <TextField
          label={t("url")}
          description={t("urlHint")}
          placeholder="https://"
          type="url"
          isRequired
          value={url}
          onChange={(value) => {
            setUrl(value);
            clearProblem("url");
          }}
          error={fieldProblem("url")}
        />
        <CheckboxGroup
          value={[...kinds]}
          onChange={(chosen) => {
            setKinds(incidentKinds.filter((kind) => chosen.includes(kind)));
            clearProblem("kinds");
          }}
          validationBehavior="aria"
          isInvalid={fieldProblem("kinds") !== undefined}
          className="flex min-w-0 flex-col gap-1"
        >
          <FieldLabel>{t("kinds")}</FieldLabel>
          <div className="flex flex-col gap-2 py-1">
            {incidentKinds.map((kind) => (
              <Checkbox key={kind} value={kind}>
                {kindLabel(`${kind}.label`)}
              </Checkbox>
            ))}
          </div>
          <FieldProblem>{fieldProblem("kinds")}</FieldProblem>
        </CheckboxGroup>
      </Form>
    </SidePanel>
  );
}
