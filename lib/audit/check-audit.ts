import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { recordAudit } from "./record";
import { type Verified, verifyAudit } from "./verify";

/** Goes through the whole log for somebody who asks, and writes down that it was asked for and found. */
export async function checkAudit(actor: Actor): Promise<Result<Verified>> {
  requirePermission(actor, "audit:read");
  const verified = await verifyAudit();
  const { finding, events, seals } = verified;
  await recordAudit(prisma(), actor, {
    action: "audit.verify",
    objectType: "audit_log",
    details: { finding: finding?.fault ?? "none", events, seals },
  });
  return accepted(verified);
}
