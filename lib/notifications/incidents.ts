import { randomUUID } from "node:crypto";
import { type AnyTx, queryIn } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";
import type { IncidentKind } from "./schema";

/** One thing about one object. */
export interface IncidentKey {
  kind: IncidentKind;
  objectType: string;
  objectId: string;
}

export interface RaisedIncident extends IncidentKey {
  /** Ids, numbers, codes and names of exports, connections and sources; never people. */
  params?: Record<string, string | number>;
}

const openKey = ({ kind, objectType, objectId }: IncidentKey) => `${kind}:${objectType}:${objectId}`;

async function idsOf(tx: AnyTx, sql: string, values: string[]): Promise<string[]> {
  return (await queryIn<{ id: string }>(tx, sql, values)).map(({ id }) => id);
}

async function inviteAnnouncement(client: AnyTx, incidentIds: string[]): Promise<void> {
  for (const incidentId of incidentIds)
    await enqueue(client, "notification.announce", { incidentId }, { key: incidentId });
}

/**
 * Says in the caller's transaction, Prisma's or a raw one, that something went wrong for good or waits for a person.
 * While it lasts, saying so again changes nothing: people get one message.
 */
export async function raiseIncident(tx: AnyTx, incident: RaisedIncident): Promise<void> {
  const { kind, objectType, objectId, params = {} } = incident;
  const ids = await idsOf(
    tx,
    `INSERT INTO incident (id, kind, object_type, object_id, open_key, params)
     VALUES ($1::uuid, $2, $3, $4, $5, $6::jsonb) ON CONFLICT (open_key) DO NOTHING RETURNING id::text`,
    [randomUUID(), kind, objectType, objectId, openKey(incident), JSON.stringify(params)],
  );
  await inviteAnnouncement(tx, ids);
}

/** Says that it is over. Whoever was told of it is told that too, once; where nothing was open, nothing happens. */
export async function resolveIncident(tx: AnyTx, which: IncidentKey): Promise<void> {
  const ids = await idsOf(
    tx,
    `UPDATE incident SET resolved_at = clock_timestamp(), open_key = NULL WHERE open_key = $1 RETURNING id::text`,
    [openKey(which)],
  );
  await inviteAnnouncement(tx, ids);
}

/** Closes what is open about objects that go. Nothing recovered, so nobody is told. */
export async function forgetIncidents(
  tx: AnyTx,
  of: { objectType: string; objectIds: string[] },
): Promise<void> {
  for (const objectId of of.objectIds)
    await idsOf(
      tx,
      `UPDATE incident SET resolved_at = clock_timestamp(), recovery_announced_at = clock_timestamp(), open_key = NULL
       WHERE open_key IS NOT NULL AND object_type = $1 AND object_id = $2 RETURNING id::text`,
      [of.objectType, objectId],
    );
}
