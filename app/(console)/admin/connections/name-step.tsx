"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { TextField } from "@/components/ui/text-field";
import { useAction } from "@/components/ui/use-action";
import type { ConnectionDetail } from "@/lib/connections/queries";
import { saveNameAction } from "./actions";
import { StepForm } from "./step-form";

interface NameStepProps {
  destination: string;
  connection?: ConnectionDetail;
  onDone: () => void;
}

export function NameStep({ destination, connection, onDone }: NameStepProps) {
  const t = useTranslations("connections");
  const router = useRouter();
  const action = useAction(saveNameAction);
  const [name, setName] = useState(connection?.name ?? "");

  async function submit() {
    const saved = await action.run({ connectionId: connection?.id, destination, name });
    if (!saved) return;
    onDone();
    if (!connection) router.push(`/admin/connections/${saved.connectionId}`);
  }

  return (
    <StepForm action={action} onSubmit={submit} label={connection ? t("saveChange") : t("next")}>
      <TextField
        label={t("name")}
        name="name"
        description={t("nameHint")}
        value={name}
        onChange={setName}
        error={action.fieldProblem("name")}
      />
    </StepForm>
  );
}
