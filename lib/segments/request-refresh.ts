import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { firstNames } from "@/lib/exports/first-names";
import { askRefresh, isRefreshed } from "./ask-refresh";
import { PATIENT, lockSegments } from "./lock-segments";

/** Asks for segments to be refreshed, all or none. Refuses static and inactive ones, which are not. */
export async function requestRefresh(actor: Actor, input: { segmentIds: string[] }): Promise<Result<null>> {
  requirePermission(actor, "segment:write");
  return prisma().$transaction(async (tx) => {
    const segments = await lockSegments(tx, input.segmentIds);
    const still = segments.filter((one) => !isRefreshed(one));
    if (still.length > 0) return refused("segment_not_refreshed", { segments: firstNames(still) });
    for (const { id } of segments) {
      await askRefresh(tx, actor, { segmentId: id, reason: "manual" });
      await recordAudit(tx, actor, { action: "segment.refresh", objectType: "segment", objectId: id });
    }
    return accepted(null);
  }, PATIENT);
}
