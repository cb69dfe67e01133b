import type { MemberList } from "@/generated/prisma/client";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { type Tx, prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/is-id";

/** A list is its uploader's alone until it is a segment. Throws NotFound. */
export async function findOwnList(actor: Actor, listId: string, tx: Tx = prisma()): Promise<MemberList> {
  requirePermission(actor, "segment:write");
  const list = isId(listId) ? await tx.memberList.findUnique({ where: { id: listId } }) : null;
  const isOwn = actor.kind === "system" || list?.createdById === actor.id;
  if (!list || !isOwn) throw new NotFound("member list", listId);
  return list;
}
