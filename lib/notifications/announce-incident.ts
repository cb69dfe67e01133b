import type { Incident } from "@/generated/prisma/client";
import { type Tx, asJson, prisma } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";
import { describeObject } from "./describe-object";
import { findAudience } from "./find-audience";
import type { IncidentKind } from "./schema";

type Target = { userId: string } | { endpointId: string };

async function deliver(tx: Tx, incidentId: string, isRecovery: boolean, targets: Target[]): Promise<void> {
  for (const target of targets) {
    const channel = "userId" in target ? ("email" as const) : ("webhook" as const);
    const { id } = await tx.notificationDelivery.create({
      data: { incidentId, isRecovery, channel, ...target },
    });
    await enqueue(tx, "notification.deliver", { deliveryId: id }, { key: id });
  }
}

async function notify(tx: Tx, incidentId: string, isRecovery: boolean, userIds: string[]): Promise<void> {
  await tx.notification.createMany({
    data: userIds.map((userId) => ({ userId, incidentId, isRecovery })),
    skipDuplicates: true,
  });
}

async function announceOutbreak(tx: Tx, incident: Incident): Promise<void> {
  const kind = incident.kind as IncidentKind;
  const object = await describeObject(tx, incident);
  if (!object) {
    await tx.incident.update({ where: { id: incident.id }, data: { resolvedAt: new Date(), openKey: null } });
    return;
  }
  const params = { ...(incident.params as Record<string, string | number>), ...object.params };
  await tx.incident.update({
    where: { id: incident.id },
    data: { announcedAt: new Date(), params: asJson(params) },
  });
  const audience = await findAudience(tx, kind, object.shared);
  const inApp = audience.filter((one) => one.inApp).map(({ userId }) => userId);
  await notify(tx, incident.id, false, inApp);
  const hasMail = (await tx.smtpSettings.count()) > 0;
  const mailed = audience.filter(({ byEmail }) => hasMail && byEmail).map(({ userId }) => ({ userId }));
  const endpoints = await tx.webhookEndpoint.findMany({
    where: { disabledAt: null, kinds: { has: kind } },
    select: { id: true },
  });
  await deliver(tx, incident.id, false, [...mailed, ...endpoints.map(({ id }) => ({ endpointId: id }))]);
}

async function announceRecovery(tx: Tx, incident: Incident): Promise<void> {
  await tx.incident.update({ where: { id: incident.id }, data: { recoveryAnnouncedAt: new Date() } });
  // Of what nobody has heard yet nobody needs to hear any more.
  const unsent = { incidentId: incident.id, state: "pending" as const, attempts: 0 };
  await tx.notificationDelivery.updateMany({
    where: unsent,
    data: { state: "canceled", problemCode: "over", endedAt: new Date() },
  });
  if (!(await describeObject(tx, incident))) return;
  const told = await tx.notification.findMany({
    where: { incidentId: incident.id, isRecovery: false },
    select: { userId: true },
  });
  const heard = await tx.notificationDelivery.findMany({
    where: {
      incidentId: incident.id,
      isRecovery: false,
      OR: [{ state: { in: ["sent", "sending"] } }, { state: "pending", attempts: { gt: 0 } }],
    },
    select: { userId: true, endpointId: true },
  });
  await notify(
    tx,
    incident.id,
    true,
    told.map(({ userId }) => userId),
  );
  const targets = heard.flatMap(({ userId, endpointId }): Target[] => {
    if (userId) return [{ userId }];
    return endpointId ? [{ endpointId }] : [];
  });
  await deliver(tx, incident.id, true, targets);
}

/**
 * Decides who is told of an incident, or of its end, and leaves them a message each: in their inbox, and in the outbox of
 * e-mail and webhooks. Decided once, however often somebody is invited to it. What was over before anybody was told of
 * it is not told at all.
 */
export async function announceIncident(incidentId: string): Promise<void> {
  await prisma().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM incident WHERE id = ${incidentId}::uuid FOR UPDATE`;
    const incident = await tx.incident.findUnique({ where: { id: incidentId } });
    if (!incident) return;
    const { announcedAt, resolvedAt, recoveryAnnouncedAt } = incident;
    if (!announcedAt && !resolvedAt) await announceOutbreak(tx, incident);
    if (announcedAt && resolvedAt && !recoveryAnnouncedAt) await announceRecovery(tx, incident);
  });
}
