import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { asJson, isUniqueViolation, prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refusedField } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { listFields, typesOf } from "@/lib/profiles/fields";
import { definitionProblems, refusedDefinition } from "./check-definition";
import { cycleProblems, lockSegmentGraph, withPresentNames } from "./references";
import type { SaveSegmentInput } from "./schema";

/** Makes or changes a segment and asks for its refresh. Refuses a taken name and rules that fit no field, at their place. */
export async function saveSegment(
  actor: Actor,
  input: SaveSegmentInput,
  options: { isSample?: boolean } = {},
): Promise<Result<{ segmentId: string }>> {
  requirePermission(actor, "segment:write");
  const fields = typesOf(await listFields(actor));
  try {
    return await prisma().$transaction(async (tx) => {
      const graph = await lockSegmentGraph(tx);
      const segments = new Map([...graph.values()].map(({ id, name }) => [id, name]));
      const problems = {
        ...definitionProblems({ fields, segments }, input.definition),
        ...(input.segmentId && cycleProblems(graph, input.segmentId, input.definition)),
      };
      if (Object.keys(problems).length > 0) return refusedDefinition(problems);
      const content = {
        name: input.name,
        definition: asJson(withPresentNames(graph, input.definition)),
        refreshStatus: "queued" as const,
      };
      const createdById = actor.kind === "user" ? actor.id : null;
      const isSample = options.isSample ?? false;
      if (input.segmentId && !(await tx.segment.findUnique({ where: { id: input.segmentId } })))
        throw new NotFound("segment", input.segmentId);
      const segment = input.segmentId
        ? await tx.segment.update({
            where: { id: input.segmentId },
            data: { ...content, revision: { increment: 1 } },
          })
        : await tx.segment.create({ data: { ...content, createdById, isSample } });
      await enqueue(tx, "segment.refresh", { segmentId: segment.id }, { key: segment.id });
      await recordAudit(tx, actor, {
        action: input.segmentId ? "segment.edit" : "segment.create",
        objectType: "segment",
        objectId: segment.id,
        details: { revision: segment.revision },
      });
      return accepted({ segmentId: segment.id });
    });
  } catch (error) {
    if (isUniqueViolation(error)) return refusedField("name", "name_taken");
    throw error;
  }
}
