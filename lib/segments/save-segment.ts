import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { type Tx, asJson, isUniqueViolation, prisma } from "@/lib/db";
import { type Result, accepted, refusedField } from "@/lib/errors";
import { askRefresh } from "./ask-refresh";
import { refusedDefinition } from "./check-definition";
import { recordRevision } from "./history/record-revision";
import { PATIENT, lockSegment } from "./lock-segments";
import { changedMeanwhile, reviseSegment } from "./revise-segment";
import type { SaveSegmentInput } from "./schema";
import { settleDefinition } from "./settle-definition";

async function createSegment(
  tx: Tx,
  actor: Actor,
  { name, definition, isSample }: SaveSegmentInput & { isSample: boolean },
): Promise<string> {
  const createdById = actor.kind === "user" ? actor.id : null;
  const { id, revision } = await tx.segment.create({
    data: { name, definition: asJson(definition), createdById, isSample },
  });
  await askRefresh(tx, actor, { segmentId: id, reason: "edit" });
  await recordRevision(tx, actor, { segmentId: id, change: "create" });
  await recordAudit(tx, actor, {
    action: "segment.create",
    objectType: "segment",
    objectId: id,
    details: { revision },
  });
  return id;
}

/**
 * Makes or changes a segment and asks for its refresh. Refuses a taken name, rules that fit no field, at their place,
 * and an edit that began before somebody else's was saved.
 */
export async function saveSegment(
  actor: Actor,
  input: SaveSegmentInput,
  options: { isSample?: boolean } = {},
): Promise<Result<{ segmentId: string }>> {
  requirePermission(actor, "segment:write");
  const { segmentId, name } = input;
  try {
    return await prisma().$transaction(async (tx) => {
      const settled = await settleDefinition(tx, actor, input);
      if (settled.problems) return refusedDefinition(settled.problems);
      const { definition } = settled;
      if (!segmentId) {
        const isSample = options.isSample ?? false;
        return accepted({ segmentId: await createSegment(tx, actor, { name, definition, isSample }) });
      }
      const before = await lockSegment(tx, segmentId);
      const conflict = await changedMeanwhile(tx, before, input.revision);
      if (conflict) return conflict;
      const data = { name, definition: asJson(definition) };
      await reviseSegment(tx, actor, before, { change: "edit", data, refreshes: true });
      return accepted({ segmentId });
    }, PATIENT);
  } catch (error) {
    if (isUniqueViolation(error)) return refusedField("name", "name_taken");
    throw error;
  }
}
