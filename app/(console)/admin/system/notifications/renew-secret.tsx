"use client";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { useAction } from "@/components/ui/use-action";
import type { WebhookLine } from "@/lib/notifications/queries";
import { renewSecretAction } from "./actions";

interface RenewSecretProps {
  webhook: WebhookLine;
  onSecret: (secret: string) => void;
  onClose: () => void;
}

export function RenewSecret({ webhook, onSecret, onClose }: RenewSecretProps) {
  const t = useTranslations("notifications.webhooks");
  const { run, problem } = useAction(renewSecretAction);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("renewTitle", { name: webhook.name })}
      confirmLabel={t("renew")}
      onConfirm={async () => {
        const made = await run({ endpointId: webhook.id });
        if (!made) return false;
        onSecret(made.secret);
        return true;
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {t("renewBody")}
    </ConfirmDialog>
  );
}
