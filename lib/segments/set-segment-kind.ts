import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { firstNames } from "@/lib/exports/first-names";
import { PATIENT, lockSegments } from "./lock-segments";
import { reviseSegment } from "./revise-segment";
import type { SetSegmentKindInput } from "./schema";

/**
 * Makes segments static, which freezes the members of now, or dynamic, which evaluates their rules again; all or none.
 * Refuses to freeze members that are not up to date, and to evaluate rules there are none of.
 */
export async function setSegmentKind(actor: Actor, input: SetSegmentKindInput): Promise<Result<null>> {
  requirePermission(actor, "segment:write");
  const { kind } = input;
  return prisma().$transaction(async (tx) => {
    const changing = (await lockSegments(tx, input.segmentIds)).filter((one) => one.kind !== kind);
    if (kind === "static") {
      const stale = changing.filter(({ refreshStatus }) => refreshStatus !== "ready");
      if (stale.length > 0) return refused("segment_not_ready", { segments: firstNames(stale) });
    } else {
      const without = changing.filter(({ definition }) => definition === null);
      if (without.length > 0) return refused("segment_without_rules", { segments: firstNames(without) });
    }
    for (const before of changing)
      await reviseSegment(tx, actor, before, {
        change: kind === "static" ? "make_static" : "make_dynamic",
        data: { kind },
        refreshes: true,
      });
    return accepted(null);
  }, PATIENT);
}
