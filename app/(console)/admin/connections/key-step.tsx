"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PasswordField } from "@/components/ui/password-field";
import { TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { ConnectionDetail } from "@/lib/connections/queries";
import { saveKeyAction } from "./actions";
import { StepForm } from "./step-form";

interface KeyStepProps {
  connection: ConnectionDetail;
  helpUrl: string;
  onDone: () => void;
}

export function KeyStep({ connection, helpUrl, onDone }: KeyStepProps) {
  const t = useTranslations("connections");
  const action = useAction(saveKeyAction);
  const [key, setKey] = useState("");

  async function submit() {
    if ((await action.run({ connectionId: connection.id, key })) === undefined) return;
    setKey("");
    onDone();
  }

  return (
    <StepForm action={action} onSubmit={submit} label={connection.keyLastFour ? t("replaceKey") : t("next")}>
      <PasswordField
        label={t("step_key")}
        name="key"
        autoComplete="off"
        value={key}
        onChange={setKey}
        error={action.fieldProblem("key")}
        description={
          <>
            {t("keyHint")} <TextLink href={helpUrl}>{t("keyHelp")}</TextLink>
          </>
        }
      />
    </StepForm>
  );
}
