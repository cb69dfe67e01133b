"use client";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { WebhookLine } from "@/lib/notifications/queries";
import { removeWebhookAction } from "./actions";

export function RemoveWebhook({ webhook, onClose }: { webhook: WebhookLine; onClose: () => void }) {
  const t = useTranslations("notifications.webhooks");
  const { run, problem } = useAction(removeWebhookAction);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("removeTitle", { name: webhook.name })}
      confirmLabel={t("remove")}
      onConfirm={async () => {
        if ((await run({ endpointId: webhook.id })) === undefined) return false;
        showToast({ title: t("removed", { name: webhook.name }), tone: "good" });
        return true;
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {t("removeBody")}
    </ConfirmDialog>
  );
}
