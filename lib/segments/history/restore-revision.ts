import { Prisma } from "@/generated/prisma/client";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { asJson, isUniqueViolation, prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refused } from "@/lib/errors";
import { segmentDefinitionSchema } from "../definition";
import { PATIENT, lockSegment } from "../lock-segments";
import { reviseSegment } from "../revise-segment";
import type { RestoreRevisionInput } from "../schema";
import { settleDefinition } from "../settle-definition";

/**
 * Brings back name and rules of an earlier revision, as a new one; whether the segment is static or active stays as it
 * is. Refuses rules that fit no field any more, by name, and a name that was taken since.
 */
export async function restoreRevision(
  actor: Actor,
  input: RestoreRevisionInput,
): Promise<Result<{ revision: number }>> {
  requirePermission(actor, "segment:write");
  const key = { segmentId: input.segmentId, revision: input.restore };
  const earlier = await prisma().segmentRevision.findUnique({ where: { segmentId_revision: key } });
  if (!earlier) throw new NotFound("revision of segment", input.segmentId);
  const definition = earlier.definition === null ? null : segmentDefinitionSchema.parse(earlier.definition);
  try {
    return await prisma().$transaction(async (tx) => {
      const { segmentId } = input;
      const settled = definition && (await settleDefinition(tx, actor, { segmentId, definition }));
      const [problem] = Object.values(settled?.problems ?? {});
      if (problem) return refused(problem.code, problem.params);
      const before = await lockSegment(tx, segmentId);
      const { revision } = await reviseSegment(tx, actor, before, {
        change: "restore",
        data: { name: earlier.name, definition: definition ? asJson(definition) : Prisma.DbNull },
        refreshes: true,
        restoredFrom: input.restore,
      });
      return accepted({ revision });
    }, PATIENT);
  } catch (error) {
    if (isUniqueViolation(error)) return refused("restored_name_taken", { name: earlier.name });
    throw error;
  }
}
