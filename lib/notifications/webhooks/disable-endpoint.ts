import type { Tx } from "@/lib/db";
import { raiseIncident } from "../incidents";

export const disabledIncident = (endpointId: string) =>
  ({ kind: "webhook_disabled", objectType: "webhook_endpoint", objectId: endpointId }) as const;

/** Turns off an endpoint that has not taken a message for a day, or said that it is gone; administrators are told. */
export async function disableEndpoint(
  tx: Tx,
  endpointId: string,
  reason: "gone" | "unanswered",
): Promise<void> {
  const { count } = await tx.webhookEndpoint.updateMany({
    where: { id: endpointId, disabledAt: null },
    data: { disabledAt: new Date(), disabledCode: reason },
  });
  if (count > 0) await raiseIncident(tx, { ...disabledIncident(endpointId), params: { reason } });
}
