import { z } from "zod";
import type { UserActor } from "@/lib/auth/current-actor";
import { requirePermission } from "@/lib/auth/permissions";
import { keyedDigest } from "@/lib/auth/tokens";
import { prisma } from "@/lib/db";
import { env } from "@/lib/env";
import { type Result, accepted } from "@/lib/errors";
import { readHead } from "./head";
import { recordAudit } from "./record";
import type { CheckAuditInput } from "./schema";
import { type Stand, type Verified, verifySome } from "./verify";

/** For how long one step goes through the log before it tells how far it is. */
const STEP_MS = 1_000;

/** How far a check is: to be asked with for the next step, or at its end what was found. */
export type AuditCheck =
  | ({ state: "under_way"; after: string; of: number } & Stand)
  | ({ state: "done" } & Verified);

const standSchema = z.object({ seal: z.number().int(), events: z.number().int() });
const signed = (actor: UserActor, text: string) =>
  keyedDigest(env().AUTH_SECRET, "audit-check", `${actor.id} ${text}`);

/** A stand that nobody can make up: what a check says at its end stands in the log. */
function toCursor(actor: UserActor, stand: Stand): string {
  const text = JSON.stringify(stand);
  return `${signed(actor, text)}.${text}`;
}

function standOf(actor: UserActor, cursor = ""): Stand {
  const at = cursor.indexOf(".");
  const text = cursor.slice(at + 1);
  if (at === -1 || cursor.slice(0, at) !== signed(actor, text)) return { seal: 0, events: 0 };
  return standSchema.parse(JSON.parse(text));
}

/**
 * Goes through the log for somebody who asks, a step at a time, and at the end writes down that it was asked for and what
 * was found. `after` is where the step before ended; one that is made up begins anew.
 */
export async function checkAudit(
  actor: UserActor,
  { after }: CheckAuditInput = {},
  stepMs = STEP_MS,
): Promise<Result<AuditCheck>> {
  requirePermission(actor, "audit:read");
  const until = Date.now() + stepMs;
  const { finding, stand, isDone } = await verifySome(standOf(actor, after), () => Date.now() >= until);
  const { seal, events } = stand;
  if (!isDone) {
    const head = await readHead();
    return accepted({ state: "under_way", ...stand, after: toCursor(actor, stand), of: head?.seal ?? seal });
  }
  await recordAudit(prisma(), actor, {
    action: "audit.verify",
    objectType: "audit_log",
    details: { finding: finding?.fault ?? "none", events, seals: seal },
  });
  return accepted({ state: "done", finding, events, seals: seal });
}
