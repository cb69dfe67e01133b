"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { RadioGroup } from "@/components/ui/radio-group";
import { useAction } from "@/components/ui/use-action";
import type { ConnectionDetail } from "@/lib/connections/queries";
import { accessLevels } from "@/lib/connections/schema";
import { saveAccessAction } from "./actions";
import type { Contributor } from "./connection-steps";
import { StepForm } from "./step-form";

interface AccessStepProps {
  connection: ConnectionDetail;
  contributors: Contributor[];
  onDone: () => void;
}

export function AccessStep({ connection, contributors, onDone }: AccessStepProps) {
  const t = useTranslations("connections");
  const action = useAction(saveAccessAction);
  const [access, setAccess] = useState<ConnectionDetail["access"]>(connection.access);
  const [userIds, setUserIds] = useState(connection.userIds);
  const problem = action.fieldProblem("userIds");

  async function submit() {
    if ((await action.run({ connectionId: connection.id, access, userIds })) !== undefined) onDone();
  }

  function choose(id: string, isChosen: boolean) {
    setUserIds(isChosen ? [...userIds, id] : userIds.filter((one) => one !== id));
  }

  return (
    <StepForm action={action} onSubmit={submit} label={t("next")}>
      <RadioGroup
        label={t("step_access")}
        value={access}
        onChange={(id) => setAccess(id as ConnectionDetail["access"])}
        options={accessLevels.map((id) => ({ id, label: t(`access_${id}`) }))}
      />
      {access === "chosen" && (
        <div role="group" aria-label={t("access_chosen")} className="flex flex-col gap-2 ps-6.5">
          {contributors.length === 0 && <p className="text-quiet">{t("noContributors")}</p>}
          {contributors.map(({ id, name, email }) => (
            <Checkbox
              key={id}
              isSelected={userIds.includes(id)}
              onChange={(isChosen) => choose(id, isChosen)}
              isInvalid={problem !== undefined}
            >
              {name} <span className="text-quiet">{email}</span>
            </Checkbox>
          ))}
          {problem && (
            <p role="alert" className="text-dense text-bad">
              {problem}
            </p>
          )}
        </div>
      )}
      <p className="text-dense text-quiet">{t("accessHint")}</p>
    </StepForm>
  );
}
