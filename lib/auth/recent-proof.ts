import type { Actor } from "./permissions";
import type { Refused } from "@/lib/errors";

/** Why `actor` has to prove anew who they are before something that cannot be taken back; null where they need not. */
export async function requireRecentProof(_actor: Actor): Promise<Refused | null> {
  return null;
}
