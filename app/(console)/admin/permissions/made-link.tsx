"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Notice } from "@/components/ui/notice";
import { SidePanel } from "@/components/ui/side-panel";

export interface MadeLinkProps {
  name: string;
  link: string;
  purpose: "invitation" | "reset";
  onClose: () => void;
}

/** A link in full, for as long as this is open and never again. */
export function MadeLink({ name, link, purpose, onClose }: MadeLinkProps) {
  const t = useTranslations("permissions");
  return (
    <SidePanel
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t(`link_${purpose}`, { name })}
      footer={
        <Button variant="primary" onPress={onClose}>
          {t("done")}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Notice tone="warning">{t("linkOnce")}</Notice>
        <CodeBlock label={t("link")} code={link} isBroken />
        <p className="text-pretty text-quiet">{t(`linkHint_${purpose}`)}</p>
      </div>
    </SidePanel>
  );
}
