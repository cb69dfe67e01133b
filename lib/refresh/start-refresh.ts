import type { Actor } from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db";
import { type Result, refused } from "@/lib/errors";

/** Begins a refresh of everything, or answers the one that is under way. */
export async function startRefresh(
  _tx: Tx,
  _actor: Actor,
  _input: { reason: "schedule" | "manual" },
): Promise<Result<{ refreshId: string; isNew: boolean }>> {
  return refused("not_found");
}
