import { type Actor, requirePermission } from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/is-id";
import type { Progress } from "./steps";

const details = {
  users: { select: { userId: true } },
  consents: { where: { withdrawnAt: null }, orderBy: { agreedAt: "desc" as const }, take: 1 },
};

function requireId(connectionId: string): void {
  if (!isId(connectionId)) throw new NotFound("connection", connectionId);
}

/**
 * The connection an administrator is about to change, locked until the transaction ends, so that two tabs take turns.
 * Throws Forbidden or NotFound; a removed connection is not found.
 */
export async function lockConnection(tx: Tx, actor: Actor, connectionId: string) {
  requirePermission(actor, "connection:manage");
  requireId(connectionId);
  await tx.$queryRaw`SELECT 1 FROM connection WHERE id = ${connectionId}::uuid FOR UPDATE`;
  return readConnection(tx, actor, connectionId);
}

/** The same without the lock. */
export async function readConnection(tx: Tx, actor: Actor, connectionId: string) {
  requirePermission(actor, "connection:manage");
  requireId(connectionId);
  const row = await tx.connection.findUnique({ where: { id: connectionId }, include: details });
  if (!row || row.status === "removed") throw new NotFound("connection", connectionId);
  const [consent] = row.consents;
  const progress: Progress = { ...row, hasConsent: consent !== undefined };
  return { ...row, consent: consent ?? null, progress };
}

export type FoundConnection = Awaited<ReturnType<typeof readConnection>>;
