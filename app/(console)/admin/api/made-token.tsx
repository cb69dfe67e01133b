"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Notice } from "@/components/ui/notice";
import { SidePanel } from "@/components/ui/side-panel";

/** The token in full, for as long as this is open and never again. */
export function MadeToken({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useTranslations("api");
  return (
    <SidePanel
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("madeTitle")}
      footer={
        <Button variant="primary" onPress={onClose}>
          {t("done")}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Notice tone="warning">{t("madeOnce")}</Notice>
        <CodeBlock label={t("token")} code={token} isBroken />
        <p className="text-quiet">{t("madeHint")}</p>
      </div>
    </SidePanel>
  );
}
