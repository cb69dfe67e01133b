"use client";
import { useTranslations } from "next-intl";
import { useAction } from "@/components/ui/use-action";
import type { ConnectionDetail } from "@/lib/connections/queries";
import { addExportUserAction } from "./actions";
import { StepForm } from "./step-form";

interface ExportUserStepProps {
  connection: ConnectionDetail;
  onDone: () => void;
}

export function ExportUserStep({ connection, onDone }: ExportUserStepProps) {
  const t = useTranslations("connections");
  const action = useAction(addExportUserAction);

  async function submit() {
    if ((await action.run({ connectionId: connection.id })) !== undefined) onDone();
  }

  return (
    <StepForm action={action} onSubmit={submit} label={t("exportUser")}>
      <p className="text-quiet">{t("exportUserHint")}</p>
    </StepForm>
  );
}
