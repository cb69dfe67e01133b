import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireActor } from "@/lib/auth/current-actor";
import { publicUrl } from "@/lib/env";
import { getSmtp, listDeliveries, listWebhooks } from "@/lib/notifications/queries";
import { DeliveryList } from "./delivery-list";
import { EmailSection } from "./email-section";
import { WebhookSection } from "./webhook-section";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("system"))("notifications") };
}

export default async function SystemNotificationsPage() {
  const actor = await requireActor("notification:manage");
  return (
    <div className="flex flex-col gap-6">
      <EmailSection smtp={await getSmtp(actor)} publicAddress={publicUrl()} />
      <WebhookSection webhooks={await listWebhooks(actor)} />
      <DeliveryList initial={await listDeliveries(actor)} />
    </div>
  );
}
