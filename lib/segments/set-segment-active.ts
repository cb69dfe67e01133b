import type { Segment } from "@/generated/prisma/client";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import { isMoving } from "./ask-refresh";
import { PATIENT, lockSegments } from "./lock-segments";
import { reviseSegment } from "./revise-segment";
import type { SetSegmentActiveInput } from "./schema";

// A refresh that was still to come does not come.
function settledStatus(before: Segment) {
  if (!isMoving(before)) return before.refreshStatus;
  return before.refreshedAt ? ("ready" as const) : ("never" as const);
}

/**
 * Activates segments or makes them inactive, all or none. An inactive one keeps its members and is not refreshed; an
 * export with it is skipped. Activating asks for a refresh.
 */
export async function setSegmentActive(actor: Actor, input: SetSegmentActiveInput): Promise<Result<null>> {
  requirePermission(actor, "segment:write");
  const { isActive } = input;
  return prisma().$transaction(async (tx) => {
    const changing = (await lockSegments(tx, input.segmentIds)).filter((one) => one.isActive !== isActive);
    for (const before of changing)
      await reviseSegment(tx, actor, before, {
        change: isActive ? "activate" : "deactivate",
        data: isActive ? { isActive } : { isActive, refreshStatus: settledStatus(before) },
        refreshes: true,
      });
    return accepted(null);
  }, PATIENT);
}
