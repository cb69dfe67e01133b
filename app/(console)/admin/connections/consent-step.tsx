"use client";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { toLanguage } from "@/components/ui/locale";
import { TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { ConnectionDetail } from "@/lib/connections/queries";
import { agreeAction } from "./actions";
import { StepForm } from "./step-form";

interface ConsentStepProps {
  connection: ConnectionDetail;
  text: readonly string[];
  version: string;
  privacyUrl: string;
  onDone: () => void;
}

export function ConsentStep({ connection, text, version, privacyUrl, onDone }: ConsentStepProps) {
  const t = useTranslations("connections");
  const language = toLanguage(useLocale());
  const action = useAction(agreeAction);
  const [isAgreed, setAgreed] = useState(false);
  const problem = action.fieldProblem("isAgreed");

  async function submit() {
    // The server refuses what is not ticked; the type only knows what it accepts.
    const input = { connectionId: connection.id, isAgreed: isAgreed as true, version, language };
    if ((await action.run(input)) !== undefined) onDone();
  }

  return (
    <StepForm action={action} onSubmit={submit} label={t("next")}>
      <div className="flex flex-col gap-3 rounded-control bg-surface-2 p-4">
        {text.map((paragraph) => (
          <p key={paragraph} className="text-pretty">
            {paragraph}
          </p>
        ))}
        <TextLink href={privacyUrl}>{t("privacyLink")}</TextLink>
      </div>
      <div className="flex flex-col gap-1">
        <Checkbox isSelected={isAgreed} onChange={setAgreed} isInvalid={problem !== undefined}>
          {t("agree")}
        </Checkbox>
        {problem && (
          <p role="alert" className="text-dense text-bad">
            {problem}
          </p>
        )}
      </div>
    </StepForm>
  );
}
