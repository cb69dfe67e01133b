import type { Incident } from "@/generated/prisma/client";
import { prisma } from "@/lib/db";
import { renderMail } from "../email/render-mail";
import { sendMail } from "../email/send-mail";
import type { ToldIncidentRow } from "../webhooks/to-event";
import { toEvent, toTestEvent } from "../webhooks/to-event";
import { openWebhookSecret } from "../webhooks/webhook-secret";
import { postWebhook } from "../webhooks/post-webhook";
import type { IncidentKind } from "../schema";
import type { Sent } from "./sent";

const include = { incident: true, user: true, endpoint: true } as const;

const readDelivery = (id: string) => prisma().notificationDelivery.findUnique({ where: { id }, include });
type Delivery = NonNullable<Awaited<ReturnType<typeof readDelivery>>>;

function toTold(incident: Incident, isRecovery: boolean): ToldIncidentRow {
  return {
    id: incident.id,
    kind: incident.kind as IncidentKind,
    objectType: incident.objectType,
    objectId: incident.objectId,
    params: incident.params as Record<string, string | number>,
    raisedAt: incident.raisedAt,
    resolvedAt: incident.resolvedAt,
    isRecovery,
  };
}

async function sendAsMail({ id, incident, user, isRecovery }: Delivery): Promise<Sent> {
  const settings = await prisma().smtpSettings.findUnique({ where: { id: 1 } });
  if (!settings) return { state: "canceled", code: "smtp_not_set_up" };
  if (!incident || !user?.email || user.disabledAt) return { state: "canceled", code: "recipient_gone" };
  const rendered = await renderMail(toTold(incident, isRecovery), user);
  return sendMail(settings, { id, to: { name: user.name, address: user.email }, ...rendered });
}

async function sendAsWebhook({ id, incident, endpoint, isRecovery, createdAt }: Delivery): Promise<Sent> {
  if (!endpoint) return { state: "canceled", code: "endpoint_removed" };
  // Trying out is how somebody finds out whether it can be turned on again.
  if (endpoint.disabledAt && incident) return { state: "canceled", code: "endpoint_disabled" };
  const body = incident ? toEvent(toTold(incident, isRecovery)) : toTestEvent(createdAt);
  return postWebhook({ url: endpoint.url, secret: openWebhookSecret(endpoint), id: `msg_${id}`, body });
}

/** Sends what a claimed delivery says, once, and says how that ended. */
export async function sendDelivery(deliveryId: string): Promise<Sent> {
  const delivery = await readDelivery(deliveryId);
  if (!delivery) return { state: "canceled", code: "recipient_gone" };
  return delivery.channel === "email" ? sendAsMail(delivery) : sendAsWebhook(delivery);
}
