import { ProofNeeded } from "@/lib/errors";
import type { Actor } from "./permissions";

/** For how long a proof of who somebody is counts. */
export const PROOF_MINUTES = 10;

/** Whether who acts has proved lately who they are: at sign-in, or when asked since. Ferry itself needs no proof. */
export function hasRecentProof(actor: Actor, now = Date.now()): boolean {
  if (actor.kind === "system") return true;
  return (actor.provedAt?.getTime() ?? 0) > now - PROOF_MINUTES * 60_000;
}

/**
 * For commands that matter most, right after the permission: throws ProofNeeded where the proof is too old. The
 * browser then asks for one and sends the same request again.
 */
export function requireRecentProof(actor: Actor): void {
  if (!hasRecentProof(actor)) throw new ProofNeeded();
}
