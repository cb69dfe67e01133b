import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refused } from "@/lib/errors";
import { deliver } from "../outbox/deliver";

/**
 * Posts a test event now and answers what came of it; it stands among the deliveries too. Refuses with the code of what
 * went wrong; throws NotFound.
 */
export async function sendTestEvent(
  actor: Actor,
  { endpointId }: { endpointId: string },
): Promise<Result<{ responseCode: number }>> {
  requirePermission(actor, "notification:manage");
  const delivery = await prisma().$transaction(async (tx) => {
    const endpoint = await tx.webhookEndpoint.findUnique({ where: { id: endpointId } });
    if (!endpoint) throw new NotFound("webhook_endpoint", endpointId);
    await recordAudit(tx, actor, {
      action: "webhook.test",
      objectType: "webhook_endpoint",
      objectId: endpointId,
    });
    return tx.notificationDelivery.create({ data: { channel: "webhook", endpointId } });
  });
  const sent = await deliver(delivery.id);
  if (sent?.state === "sent") return accepted({ responseCode: sent.responseCode ?? 0 });
  if (!sent || sent.state === "canceled") throw new NotFound("webhook_endpoint", endpointId);
  return refused(sent.code, { status: sent.responseCode ?? 0 });
}
