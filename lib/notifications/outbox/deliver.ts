import { pool, prisma } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";
import { disableEndpoint } from "../webhooks/disable-endpoint";
import { MOST_ATTEMPTS, waitAfter } from "./backoff";
import { sendDelivery } from "./send-delivery";
import type { Sent } from "./sent";

/** Longer than any try takes. */
const LEASE_SECONDS = 120;

export interface ClaimedDelivery {
  id: string;
  epoch: number;
  attempts: number;
  incidentId: string | null;
  endpointId: string | null;
}

/** Takes a delivery that is due, or one whose worker was not heard of again; null where there is nothing to do. */
async function claimDelivery(deliveryId: string): Promise<ClaimedDelivery | null> {
  const { rows } = await pool().query<ClaimedDelivery>(
    `UPDATE notification_delivery SET state = 'sending', epoch = epoch + 1, attempts = attempts + 1,
       lease_until = clock_timestamp() + make_interval(secs => $2)
     WHERE id = $1 AND ((state = 'pending' AND next_attempt_at <= clock_timestamp())
       OR (state = 'sending' AND lease_until < clock_timestamp()))
     RETURNING id, epoch, attempts, incident_id AS "incidentId", endpoint_id AS "endpointId"`,
    [deliveryId, LEASE_SECONDS],
  );
  return rows[0] ?? null;
}

/** A test is answered to whoever waits for it, and not tried again behind their back. */
function isGivenUp({ attempts, incidentId }: ClaimedDelivery, sent: Sent): boolean {
  return sent.state === "never" || (sent.state === "later" && (attempts >= MOST_ATTEMPTS || !incidentId));
}

/** Writes down how a try ended, for the holder of the claim only, and what follows from it. */
export async function settleDelivery(claimed: ClaimedDelivery, sent: Sent, random: number): Promise<void> {
  const { id, epoch, attempts, incidentId, endpointId } = claimed;
  const isOver = isGivenUp(claimed, sent);
  const waitMs = sent.state === "later" && !isOver ? waitAfter(attempts, random) : null;
  const state = isOver ? "failed" : sent.state === "later" ? "pending" : sent.state;
  await prisma().$transaction(async (tx) => {
    const { count } = await tx.notificationDelivery.updateMany({
      where: { id, epoch, state: "sending" },
      data: {
        state: state === "never" ? "failed" : state,
        leaseUntil: null,
        responseCode: sent.state === "canceled" ? null : sent.responseCode,
        problemCode: sent.state === "sent" ? null : sent.code,
        ...(waitMs === null ? { endedAt: new Date() } : { nextAttemptAt: new Date(Date.now() + waitMs) }),
      },
    });
    if (count === 0) return;
    if (waitMs !== null)
      await enqueue(
        tx,
        "notification.deliver",
        { deliveryId: id },
        { key: `${id}:${epoch}`, afterMs: waitMs },
      );
    else if (isOver && endpointId && incidentId && sent.state !== "canceled" && sent.state !== "sent")
      await disableEndpoint(tx, endpointId, sent.code === "webhook_gone" ? "gone" : "unanswered");
  });
}

/**
 * Sends a message of the outbox once, if it is due and nobody else does. A worker that dies between the answer and the
 * note of it leaves a message that is sent again, under the same id: at least once, and never twice knowingly.
 */
export async function deliver(deliveryId: string): Promise<Sent | null> {
  const claimed = await claimDelivery(deliveryId);
  if (!claimed) return null;
  const sent = await sendDelivery(deliveryId);
  await settleDelivery(claimed, sent, Math.random());
  return sent;
}
