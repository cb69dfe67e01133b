import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { findOwnList } from "./find-own-list";

/** How the reading of one's list is getting on, and what was found. Throws NotFound. */
export async function getMemberList(actor: Actor, input: { listId: string }) {
  requirePermission(actor, "segment:write");
  const list = await findOwnList(actor, input.listId);
  return {
    id: list.id,
    fileName: list.fileName,
    column: list.column,
    status: list.status,
    totalBytes: Number(list.totalBytes),
    readBytes: Number(list.readBytes),
    matched: list.matched,
    unknown: list.unknown,
    repeated: list.repeated,
    unreadable: list.unreadable,
    erased: list.erased,
    members: list.members,
    problem: list.problemCode
      ? { code: list.problemCode, params: list.problemParams as Record<string, string | number> }
      : null,
  };
}
export type MemberListState = Awaited<ReturnType<typeof getMemberList>>;
