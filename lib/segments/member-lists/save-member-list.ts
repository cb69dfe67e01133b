import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction, isUniqueViolation } from "@/lib/db";
import { type Result, accepted, refused, refusedField } from "@/lib/errors";
import { createStatic } from "../create-static";
import { lockProfileRemoval } from "../lock-profile-removal";
import { findOwnList } from "./find-own-list";
import type { SaveMemberListInput } from "./schema";

/**
 * Makes a static segment of the customers that a list named. Refuses a taken name, a list that is not read yet, and one
 * that names nobody.
 */
export async function saveMemberList(
  actor: Actor,
  input: SaveMemberListInput,
): Promise<Result<{ segmentId: string; members: number }>> {
  requirePermission(actor, "segment:write");
  const list = await findOwnList(actor, input.listId);
  if (list.status !== "ready") return refused("list_not_ready");
  if (list.members === 0) return refused("list_without_members");
  try {
    return await inSqlTransaction(async (client) => {
      await lockProfileRemoval(client);
      // Of two who save it at once the second finds no list.
      const { rowCount } = await client.query("SELECT 1 FROM member_list WHERE id = $1 FOR UPDATE", [
        list.id,
      ]);
      if (rowCount !== 1) return refused("not_found");
      const made = await createStatic(client, actor, {
        name: input.name,
        change: "import",
        membersSql: `SELECT l.profile_id FROM member_list_person l JOIN profile p ON p.id = l.profile_id
           WHERE l.list_id = $1::uuid`,
        membersOf: list.id,
      });
      await client.query("DELETE FROM member_list WHERE id = $1", [list.id]);
      return accepted(made);
    });
  } catch (error) {
    if (isUniqueViolation(error)) return refusedField("name", "name_taken");
    throw error;
  }
}
