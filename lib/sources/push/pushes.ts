import type { PoolClient } from "pg";

import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import type { OpenSource } from "./open-source";

/** For how many days it is told what each push brought. */
export const PUSH_DAYS = 30;
const LINES = 50;

interface PushCounts {
  added?: number;
  changed?: number;
  unchanged?: number;
  removed?: number;
  unknown?: number;
  refused: number;
}

/** Notes, in the transaction of a push or a withdrawal, how many people it brought or took: numbers alone. */
export async function recordPush(
  client: PoolClient,
  { sourceId, tokenId }: OpenSource,
  { added = 0, changed = 0, unchanged = 0, removed = 0, unknown = 0, refused }: PushCounts,
): Promise<void> {
  await client.query(
    `INSERT INTO api_push (source_id, token_id, added, changed, unchanged, removed, unknown, refused)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [sourceId, tokenId, added, changed, unchanged, removed, unknown, refused],
  );
}

/** The last pushes of a source, newest first. */
export async function listPushes(actor: Actor, sourceId: string) {
  requirePermission(actor, "source:read");
  const rows = await prisma().apiPush.findMany({
    where: { sourceId },
    orderBy: { id: "desc" },
    take: LINES,
    include: { token: { select: { name: true } } },
  });
  return rows.map(({ id, at, token, added, changed, unchanged, removed, unknown, refused }) => ({
    id: String(id),
    at: at.toISOString(),
    token: token.name,
    added,
    changed,
    unchanged,
    removed,
    unknown,
    refused,
  }));
}
export type PushLine = Awaited<ReturnType<typeof listPushes>>[number];
