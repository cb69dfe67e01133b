import type { PoolClient } from "pg";
import type { Actor } from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db";
import type { AuditAction, AuditedType } from "./actions";
import { currentOrigin } from "./origin";

interface AuditedEvent {
  /** One without a sentence in messages does not compile. */
  action: AuditAction;
  objectType: AuditedType;
  objectId?: string;
  details?: Record<string, string | number | boolean>;
}

function columnsOf(actor: Actor, event: AuditedEvent) {
  return {
    actorKind: actor.kind === "user" ? "user" : `system:${actor.job}`,
    actorId: actor.kind === "user" ? actor.id : null,
    action: event.action,
    objectType: event.objectType,
    objectId: event.objectId ?? null,
    details: event.details ?? {},
    ...currentOrigin(),
  };
}

/**
 * Writes who did what to what, in the transaction that does it. `details` hold ids, counts and names of
 * settings, never personal data or secrets.
 */
export async function recordAudit(tx: Tx, actor: Actor, event: AuditedEvent): Promise<void> {
  await tx.auditEvent.create({ data: columnsOf(actor, event) });
}

/** The same inside a raw transaction, for commands whose set work is SQL's. */
export async function recordAuditSql(client: PoolClient, actor: Actor, event: AuditedEvent): Promise<void> {
  const { actorKind, actorId, action, objectType, objectId, details, ...from } = columnsOf(actor, event);
  await client.query(
    `INSERT INTO audit_event (actor_kind, actor_id, action, object_type, object_id, details, client_address, session, agent)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [actorKind, actorId, action, objectType, objectId, details, from.clientAddress, from.session, from.agent],
  );
}
