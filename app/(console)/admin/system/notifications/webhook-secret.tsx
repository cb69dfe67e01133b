"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Notice } from "@/components/ui/notice";
import { SidePanel } from "@/components/ui/side-panel";

/** The secret in full, for as long as this is open and never again. */
export function WebhookSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTranslations("notifications.webhooks");
  return (
    <SidePanel
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("secretTitle")}
      footer={
        <Button variant="primary" onPress={onClose}>
          {t("done")}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Notice tone="warning">{t("secretOnce")}</Notice>
        <CodeBlock label={t("secret")} code={secret} isBroken />
        <p className="text-quiet">{t("secretHint")}</p>
      </div>
    </SidePanel>
  );
}
