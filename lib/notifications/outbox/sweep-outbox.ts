import { inSqlTransaction } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";

/** Incidents nobody was invited to announce, and messages nobody was invited to send or whose worker died. */
export async function inviteForgotten(): Promise<void> {
  await inSqlTransaction(async (client) => {
    const incidents = await client.query<{ id: string }>(
      `SELECT id FROM incident
       WHERE (announced_at IS NULL AND resolved_at IS NULL AND raised_at < now() - interval '30 seconds')
         OR (announced_at IS NOT NULL AND recovery_announced_at IS NULL AND resolved_at < now() - interval '30 seconds')`,
    );
    const deliveries = await client.query<{ id: string }>(
      `SELECT id FROM notification_delivery
       WHERE (state = 'pending' AND next_attempt_at < now() - interval '30 seconds')
         OR (state = 'sending' AND lease_until < now())`,
    );
    for (const { id } of incidents.rows)
      await enqueue(client, "notification.announce", { incidentId: id }, { key: id });
    for (const { id } of deliveries.rows)
      await enqueue(client, "notification.deliver", { deliveryId: id }, { key: id });
  });
}
