"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import type { WebhookLine } from "@/lib/notifications/queries";
import { WebhookForm } from "./webhook-form";
import { WebhookList } from "./webhook-list";
import { WebhookSecret } from "./webhook-secret";

type Open = { form: WebhookLine | "new" } | { secret: string } | null;

/** The endpoints, the form beside them, and the one time that a secret is shown. */
export function WebhookSection({ webhooks }: { webhooks: WebhookLine[] }) {
  const t = useTranslations("notifications.webhooks");
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <Section
      title={t("title")}
      description={t("hint")}
      action={<Button onPress={() => setOpen({ form: "new" })}>{t("add")}</Button>}
    >
      {webhooks.length === 0 ? (
        <p className="text-quiet">{t("none")}</p>
      ) : (
        <WebhookList
          webhooks={webhooks}
          onEdit={(webhook) => setOpen({ form: webhook })}
          onSecret={(secret) => setOpen({ secret })}
        />
      )}
      {open && "form" in open && (
        <WebhookForm
          webhook={open.form === "new" ? null : open.form}
          onMade={(secret) => setOpen({ secret })}
          onClose={close}
        />
      )}
      {open && "secret" in open && <WebhookSecret secret={open.secret} onClose={close} />}
    </Section>
  );
}
