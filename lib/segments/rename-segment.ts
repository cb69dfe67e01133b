import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { isUniqueViolation, prisma } from "@/lib/db";
import { type Result, accepted, refusedField } from "@/lib/errors";
import { PATIENT, lockSegment } from "./lock-segments";
import { changedMeanwhile, reviseSegment } from "./revise-segment";
import type { RenameSegmentInput } from "./schema";

/** Gives a segment another name; its members stay. Refuses a taken one, and when somebody changed the segment since. */
export async function renameSegment(actor: Actor, input: RenameSegmentInput): Promise<Result<null>> {
  requirePermission(actor, "segment:write");
  try {
    return await prisma().$transaction(async (tx) => {
      const before = await lockSegment(tx, input.segmentId);
      const conflict = await changedMeanwhile(tx, before, input.revision);
      if (conflict) return conflict;
      if (before.name !== input.name)
        await reviseSegment(tx, actor, before, {
          change: "rename",
          data: { name: input.name },
          refreshes: false,
        });
      return accepted(null);
    }, PATIENT);
  } catch (error) {
    if (isUniqueViolation(error)) return refusedField("name", "name_taken");
    throw error;
  }
}
