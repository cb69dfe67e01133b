import { randomUUID } from "node:crypto";
import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { type Tx, prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refusedField } from "@/lib/errors";
import { forgetIncidents, resolveIncident } from "../incidents";
import type { ChangeWebhookInput, WebhookInput } from "../schema";
import { disabledIncident } from "./disable-endpoint";
import { refusalOfUrl } from "./post-webhook";
import { newWebhookSecret, sealWebhookSecret } from "./webhook-secret";

async function audit(
  tx: Tx,
  actor: Actor,
  endpointId: string,
  done: "create" | "change" | "turn_on" | "turn_off" | "new_secret" | "remove",
  details?: Record<string, string | number>,
): Promise<void> {
  await recordAudit(tx, actor, {
    action: `webhook.${done}`,
    objectType: "webhook_endpoint",
    objectId: endpointId,
    details,
  });
}

/** An endpoint is changed by one at a time. Throws NotFound. */
async function lockEndpoint(tx: Tx, endpointId: string) {
  await tx.$queryRaw`SELECT 1 FROM webhook_endpoint WHERE id = ${endpointId}::uuid FOR UPDATE`;
  const endpoint = await tx.webhookEndpoint.findUnique({ where: { id: endpointId } });
  if (!endpoint) throw new NotFound("webhook_endpoint", endpointId);
  return endpoint;
}

/** Adds an endpoint. Its secret stands in the answer and is shown nowhere else, ever. */
export async function createWebhook(
  actor: Actor,
  input: WebhookInput,
): Promise<Result<{ endpointId: string; secret: string }>> {
  requirePermission(actor, "notification:manage");
  const refusal = refusalOfUrl(input.url);
  if (refusal) return refusedField("url", refusal);
  const [id, secret] = [randomUUID(), newWebhookSecret()];
  const createdById = actor.kind === "user" ? actor.id : null;
  await prisma().$transaction(async (tx) => {
    await tx.webhookEndpoint.create({
      data: { id, ...input, secretCiphertext: sealWebhookSecret(id, secret), createdById },
    });
    await audit(tx, actor, id, "create", { kinds: input.kinds.join(" ") });
  });
  return accepted({ endpointId: id, secret });
}

/** Changes name, address and kinds. Throws NotFound. */
export async function changeWebhook(actor: Actor, input: ChangeWebhookInput): Promise<Result<null>> {
  requirePermission(actor, "notification:manage");
  const { endpointId, ...data } = input;
  const refusal = refusalOfUrl(data.url);
  if (refusal) return refusedField("url", refusal);
  await prisma().$transaction(async (tx) => {
    await lockEndpoint(tx, endpointId);
    await tx.webhookEndpoint.update({ where: { id: endpointId }, data });
    await audit(tx, actor, endpointId, "change", { kinds: data.kinds.join(" ") });
  });
  return accepted(null);
}

/** Turns an endpoint on or off. Throws NotFound. */
export async function setWebhook(
  actor: Actor,
  { endpointId, isOn }: { endpointId: string; isOn: boolean },
): Promise<Result<null>> {
  requirePermission(actor, "notification:manage");
  await prisma().$transaction(async (tx) => {
    const { disabledAt } = await lockEndpoint(tx, endpointId);
    if (isOn === (disabledAt === null)) return;
    await tx.webhookEndpoint.update({
      where: { id: endpointId },
      data: { disabledAt: isOn ? null : new Date(), disabledCode: null },
    });
    if (isOn) await resolveIncident(tx, disabledIncident(endpointId));
    await audit(tx, actor, endpointId, isOn ? "turn_on" : "turn_off");
  });
  return accepted(null);
}

/** Gives an endpoint another secret; the one before is void at once. Throws NotFound. */
export async function renewWebhookSecret(
  actor: Actor,
  { endpointId }: { endpointId: string },
): Promise<Result<{ secret: string }>> {
  requirePermission(actor, "notification:manage");
  const secret = newWebhookSecret();
  await prisma().$transaction(async (tx) => {
    await lockEndpoint(tx, endpointId);
    const secretCiphertext = sealWebhookSecret(endpointId, secret);
    await tx.webhookEndpoint.update({ where: { id: endpointId }, data: { secretCiphertext } });
    await audit(tx, actor, endpointId, "new_secret");
  });
  return accepted({ secret });
}

/** Removes an endpoint with what still waits to be sent to it. Throws NotFound. */
export async function removeWebhook(
  actor: Actor,
  { endpointId }: { endpointId: string },
): Promise<Result<null>> {
  requirePermission(actor, "notification:manage");
  await prisma().$transaction(async (tx) => {
    await lockEndpoint(tx, endpointId);
    await forgetIncidents(tx, { objectType: "webhook_endpoint", objectIds: [endpointId] });
    await tx.webhookEndpoint.delete({ where: { id: endpointId } });
    await audit(tx, actor, endpointId, "remove");
  });
  return accepted(null);
}
