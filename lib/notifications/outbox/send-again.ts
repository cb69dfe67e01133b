import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refused } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";

/**
 * Puts a message back into the outbox, with all its tries before it and under the id it had. Refuses `delivery_sending`
 * while it is under way, and `endpoint_off` where nothing is sent to; throws NotFound.
 */
export async function sendAgain(actor: Actor, { deliveryId }: { deliveryId: string }): Promise<Result<null>> {
  requirePermission(actor, "notification:manage");
  return prisma().$transaction(async (tx) => {
    const delivery = await tx.notificationDelivery.findUnique({
      where: { id: deliveryId },
      include: { endpoint: true },
    });
    if (!delivery?.incidentId) throw new NotFound("delivery", deliveryId);
    if (delivery.endpoint?.disabledAt) return refused("endpoint_off");
    const { count } = await tx.notificationDelivery.updateMany({
      where: { id: deliveryId, state: { not: "sending" } },
      data: { state: "pending", attempts: 0, nextAttemptAt: new Date(), endedAt: null },
    });
    if (count === 0) return refused("delivery_sending");
    const key = `${deliveryId}:again:${delivery.epoch}`;
    await enqueue(tx, "notification.deliver", { deliveryId }, { key });
    await recordAudit(tx, actor, {
      action: "delivery.send_again",
      objectType: "notification_delivery",
      objectId: deliveryId,
    });
    return accepted(null);
  });
}
