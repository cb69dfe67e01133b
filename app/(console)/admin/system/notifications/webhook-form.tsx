"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CheckboxGroup } from "@/components/ui/checkbox-group";
import { SidePanelForm } from "@/components/ui/side-panel-form";
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
    <SidePanelForm
      title={t(webhook ? "edit" : "add")}
      description={t("formHint")}
      submitLabel={t("save")}
      onSubmit={() => void save()}
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
        label={t("kinds")}
        options={incidentKinds.map((id) => ({ id, label: kindLabel(`${id}.label`) }))}
        value={kinds}
        onChange={(chosen) => {
          setKinds(chosen);
          clearProblem("kinds");
        }}
        error={fieldProblem("kinds")}
      />
    </SidePanelForm>
  );
}
