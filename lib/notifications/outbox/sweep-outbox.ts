import { inSqlTransaction } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";

/** Days for which people find what they were told, and how long the outbox keeps what it sent. */
const INBOX_DAYS = 90;
const OUTBOX_DAYS = 30;

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

/** What is told and sent is dropped after a while; an incident stays for as long as it lasts. */
export const expiredNotifications = [
  `DELETE FROM notification_delivery WHERE state NOT IN ('pending', 'sending')
     AND created_at < now() - interval '${OUTBOX_DAYS} days'`,
  `DELETE FROM incident WHERE resolved_at < now() - interval '${INBOX_DAYS} days'`,
  `DELETE FROM notification n USING incident i WHERE i.id = n.incident_id AND i.resolved_at IS NULL
     AND n.read_at IS NOT NULL AND n.created_at < now() - interval '${INBOX_DAYS} days'`,
];
