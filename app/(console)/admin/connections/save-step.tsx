"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { ConnectionDetail } from "@/lib/connections/queries";
import { activateAction } from "./actions";
import { StepForm } from "./step-form";

export function SaveStep({ connection }: { connection: ConnectionDetail }) {
  const t = useTranslations("connections");
  const router = useRouter();
  const action = useAction(activateAction);

  async function submit() {
    if ((await action.run({ connectionId: connection.id })) === undefined) return;
    showToast({ title: t("active", { name: connection.name }), tone: "good" });
    router.push("/admin/connections");
  }

  return (
    <StepForm action={action} onSubmit={submit} label={t("save")}>
      <p className="text-quiet">{t("saveHint")}</p>
    </StepForm>
  );
}
