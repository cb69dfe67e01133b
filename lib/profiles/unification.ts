import type { PoolClient } from "pg";
import type { UnificationStatus } from "@/generated/prisma/enums";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";

/** Asks a worker to unify profiles anew, in the transaction that gives the reason. What was asked before stays asked. */
export async function requestUnification(
  client: PoolClient,
  asked: { sourceOrder?: string[]; isForAll?: boolean },
): Promise<void> {
  await client.query(
    `INSERT INTO unification AS u (id, status, source_order, is_for_all) VALUES (1, 'queued', $1, $2)
     ON CONFLICT (id) DO UPDATE SET
       revision = u.revision + 1,
       status = CASE WHEN u.status = 'running' THEN u.status ELSE 'queued' END,
       source_order = CASE WHEN cardinality(excluded.source_order) > 0 OR u.status = 'done'
         THEN excluded.source_order ELSE u.source_order END,
       is_for_all = excluded.is_for_all OR (u.status <> 'done' AND u.is_for_all),
       attempts = 0, requested_at = now(), finished_at = NULL`,
    [asked.sourceOrder ?? [], asked.isForAll ?? false],
  );
  await inviteUnification(client);
}

export async function inviteUnification(client: PoolClient): Promise<void> {
  await enqueue(client, "profiles.unify", {}, { key: "profiles" });
}

export interface UnificationState {
  status: UnificationStatus;
  profilesDone: number;
  /** Null until it is known whom it concerns. */
  profilesTotal: number | null;
  /** The order that is to take effect; empty where it stays. */
  sourceOrder: string[];
}

/** How unifying profiles anew is getting on; null where nobody ever asked for it. */
export async function getUnification(actor: Actor): Promise<UnificationState | null> {
  requirePermission(actor, "source:read");
  const row = await prisma().unification.findFirst();
  if (!row) return null;
  const { status, profilesDone, profilesTotal } = row;
  return { status, profilesDone, profilesTotal, sourceOrder: status === "done" ? [] : row.sourceOrder };
}
