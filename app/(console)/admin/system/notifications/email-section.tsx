"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { KeyValues } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { useAction } from "@/components/ui/use-action";
import type { SmtpDetail } from "@/lib/notifications/queries";
import { sendTestMailAction } from "./actions";
import { EmailForm } from "./email-form";
import { StopEmail } from "./stop-email";

/** How e-mail leaves, whether it does, and the form behind it. */
export function EmailSection({ smtp, publicAddress }: { smtp: SmtpDetail | null; publicAddress: string }) {
  const t = useTranslations("notifications.email");
  const [open, setOpen] = useState<"form" | "stop">();
  const close = () => setOpen(undefined);
  const [sentTo, setSentTo] = useState<string>();
  const { run, isPending, problem } = useAction(sendTestMailAction);

  async function test() {
    setSentTo(undefined);
    setSentTo((await run({}))?.to);
  }

  return (
    <Section
      title={t("title")}
      description={t("hint")}
      action={
        <>
          {smtp && (
            <Button isPending={isPending} onPress={() => void test()}>
              {t("test")}
            </Button>
          )}
          <Button onPress={() => setOpen("form")}>{t(smtp ? "change" : "setUp")}</Button>
        </>
      }
    >
      <div aria-live="polite" className="empty:hidden">
        {problem && (
          <Notice tone="bad" title={t("testFailed")}>
            {problem}
          </Notice>
        )}
        {sentTo && <Notice tone="good">{t("testSent", { address: sentTo })}</Notice>}
      </div>
      {smtp ? (
        <KeyValues
          items={[
            { label: t("server"), value: `${smtp.host}:${smtp.port}` },
            { label: t("security"), value: t(`security_${smtp.security}`) },
            { label: t("userName"), value: smtp.userName || t("noUser") },
            { label: t("sender"), value: `${smtp.senderName} <${smtp.senderAddress}>` },
            { label: t("links"), value: publicAddress },
          ]}
        />
      ) : (
        <p className="text-quiet">{t("notSetUp")}</p>
      )}
      {open === "form" && (
        <EmailForm smtp={smtp} publicAddress={publicAddress} onStop={() => setOpen("stop")} onClose={close} />
      )}
      {open === "stop" && <StopEmail onClose={close} />}
    </Section>
  );
}
