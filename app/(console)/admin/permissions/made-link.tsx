"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Notice } from "@/components/ui/notice";
import { ProblemText } from "@/components/ui/problem-text";
import { SidePanel } from "@/components/ui/side-panel";
import type { Delivery } from "@/lib/users/deliver-link";

export interface MadeLinkProps {
  name: string;
  delivery: Delivery;
  purpose: "invitation" | "reset";
  onClose: () => void;
}

/** Whether the link went out by mail, and what the administrator does with it then. */
function Sending({ mail }: Pick<Delivery, "mail">) {
  const t = useTranslations("permissions");
  if (mail.state === "sent") return <Notice tone="good">{t("linkSent", { address: mail.to })}</Notice>;
  return (
    <>
      {mail.state === "failed" && (
        <Notice tone="bad" title={t("linkNotSent")}>
          <ProblemText problem={mail.problem} />
        </Notice>
      )}
      <Notice tone="warning">
        {t("linkOnce")} {t("linkHint")}
      </Notice>
    </>
  );
}

/** A link in full, for as long as this is open and never again. */
export function MadeLink({ name, delivery, purpose, onClose }: MadeLinkProps) {
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
        <Sending mail={delivery.mail} />
        <CodeBlock label={t("link")} code={delivery.link} isBroken />
        <p className="text-pretty text-quiet">{t(`linkWorks_${purpose}`)}</p>
      </div>
    </SidePanel>
  );
}
