import type { UserActor } from "@/lib/auth/current-actor";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import type { ToldIncident } from "./say-incident";
import { type InboxFilter, type IncidentKind, defaultChoice, kindsFor } from "./schema";

/** How far back a page of the inbox goes. */
export const INBOX_SIZE = 100;
const DELIVERIES = 50;

interface IncidentRow {
  kind: string;
  objectType: string;
  objectId: string;
  params: unknown;
}

function toTold(incident: IncidentRow, isRecovery: boolean): ToldIncident {
  return {
    kind: incident.kind as IncidentKind,
    objectType: incident.objectType,
    objectId: incident.objectId,
    params: incident.params as ToldIncident["params"],
    isRecovery,
  };
}

/** How many of the user's notifications are unread. */
export async function countUnread(actor: UserActor): Promise<{ unread: number }> {
  return { unread: await prisma().notification.count({ where: { userId: actor.id, readAt: null } }) };
}

/** The user's own notifications, newest first. */
export async function getInbox(actor: UserActor, filter: InboxFilter) {
  const rows = await prisma().notification.findMany({
    where: { userId: actor.id, ...(filter === "unread" && { readAt: null }) },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: INBOX_SIZE,
    include: { incident: true },
  });
  return {
    filter,
    ...(await countUnread(actor)),
    items: rows.map(({ id, incident, isRecovery, createdAt, readAt }) => ({
      id,
      told: toTold(incident, isRecovery),
      /** Whether it still is as it was told. */
      isOpen: incident.resolvedAt === null,
      at: createdAt.toISOString(),
      isRead: readAt !== null,
    })),
  };
}
export type Inbox = Awaited<ReturnType<typeof getInbox>>;

/** What the user can be told of, and how they want to be. */
export async function listChoices(actor: UserActor) {
  const rows = await prisma().notificationChoice.findMany({ where: { userId: actor.id } });
  const hasMail = (await prisma().smtpSettings.count()) > 0;
  const choices = kindsFor(actor.role).map((kind) => {
    const chosen = rows.find((row) => row.kind === kind) ?? defaultChoice(actor.role);
    return { kind, inApp: chosen.inApp, byEmail: chosen.byEmail };
  });
  return { hasMail, choices };
}
export type Choices = Awaited<ReturnType<typeof listChoices>>;

/** How e-mail leaves, as its form shows it: without the password. */
export async function getSmtp(actor: Actor) {
  requirePermission(actor, "notification:manage");
  const row = await prisma().smtpSettings.findUnique({ where: { id: 1 } });
  if (!row) return null;
  const { host, port, security, userName, passwordCiphertext, senderName, senderAddress } = row;
  const hasPassword = passwordCiphertext !== null;
  return { host, port, security, userName: userName ?? "", hasPassword, senderName, senderAddress };
}
export type SmtpDetail = NonNullable<Awaited<ReturnType<typeof getSmtp>>>;

/** All endpoints with the last thing that happened to each. */
export async function listWebhooks(actor: Actor) {
  requirePermission(actor, "notification:manage");
  const rows = await prisma().webhookEndpoint.findMany({
    orderBy: { createdAt: "asc" },
    include: { deliveries: { orderBy: { createdAt: "desc" }, take: 1 } },
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    url: row.url,
    kinds: row.kinds as IncidentKind[],
    status:
      row.disabledAt === null
        ? ("on" as const)
        : row.disabledCode === null
          ? ("off" as const)
          : ("stopped" as const),
    lastSentAt: row.deliveries[0]?.createdAt.toISOString() ?? null,
  }));
}
export type WebhookLine = Awaited<ReturnType<typeof listWebhooks>>[number];

/** The newest messages of the outbox, whatever became of them. */
export async function listDeliveries(actor: Actor) {
  requirePermission(actor, "notification:manage");
  const rows = await prisma().notificationDelivery.findMany({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: DELIVERIES,
    include: {
      incident: true,
      user: { select: { name: true } },
      endpoint: { select: { name: true, disabledAt: true } },
    },
  });
  return rows.map((row) => ({
    id: row.id,
    channel: row.channel,
    to: row.user?.name ?? row.endpoint?.name ?? null,
    told: row.incident && toTold(row.incident, row.isRecovery),
    state: row.state,
    attempts: row.attempts,
    responseCode: row.responseCode,
    problemCode: row.problemCode,
    nextAttemptAt: row.state === "pending" ? row.nextAttemptAt.toISOString() : null,
    at: row.createdAt.toISOString(),
    canSendAgain: row.incident !== null && row.state !== "sending" && row.endpoint?.disabledAt == null,
  }));
}
export type DeliveryLine = Awaited<ReturnType<typeof listDeliveries>>[number];
