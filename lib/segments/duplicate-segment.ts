import type { Segment } from "@/generated/prisma/client";
import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { asJson, inSqlTransaction, isUniqueViolation, prisma } from "@/lib/db";
import { cutText } from "@/lib/cut-text";
import { NotFound, type Result, accepted, refused } from "@/lib/errors";
import { askRefresh } from "./ask-refresh";
import { createStatic } from "./create-static";
import { recordRevision } from "./history/record-revision";
import { lockProfileRemoval } from "./lock-profile-removal";
import type { DuplicateSegmentInput } from "./schema";

const LONGEST = 100;
// Each loses to somebody who took the same name in the same moment.
const TRIES = 5;

/** "X (copy)", and where that is taken "X (copy 2)" and so on; X is cut where it would get too long. */
export function copySegmentName(name: string, word: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const ending = number === 1 ? ` (${word})` : ` (${word} ${number})`;
    const copy = `${cutText(name, LONGEST - ending.length)}${ending}`;
    if (!taken.has(copy)) return copy;
  }
}

/** A copy of a static one has the same people in it; one of a dynamic one finds its own. */
async function copy(actor: Actor, original: Segment, name: string): Promise<string> {
  if (original.kind === "static")
    return inSqlTransaction(async (client) => {
      await lockProfileRemoval(client);
      const made = await createStatic(client, actor, {
        name,
        tags: original.tags,
        definition: original.definition,
        change: "duplicate",
        refreshedAt: original.refreshedAt ?? undefined,
        membersSql: "SELECT profile_id FROM segment_member WHERE segment_id = $1::uuid",
        membersOf: original.id,
      });
      return made.segmentId;
    });
  const { tags, definition } = original;
  if (definition === null) throw new Error(`The dynamic segment ${original.id} has no rules.`);
  return prisma().$transaction(async (tx) => {
    const createdById = actor.kind === "user" ? actor.id : null;
    const { id } = await tx.segment.create({
      data: { name, tags, definition: asJson(Object(definition)), createdById },
    });
    await askRefresh(tx, actor, { segmentId: id, reason: "edit" });
    await recordRevision(tx, actor, { segmentId: id, change: "duplicate" });
    await recordAudit(tx, actor, {
      action: "segment.duplicate",
      objectType: "segment",
      objectId: id,
      details: { from: original.id },
    });
    return id;
  });
}

/** Makes a second segment like this one, active, under a name of its own; no export uses it. */
export async function duplicateSegment(
  actor: Actor,
  input: DuplicateSegmentInput,
): Promise<Result<{ segmentId: string; name: string }>> {
  requirePermission(actor, "segment:write");
  for (let tries = 1; tries <= TRIES; tries++) {
    const original = await prisma().segment.findUnique({ where: { id: input.segmentId } });
    if (!original) throw new NotFound("segment", input.segmentId);
    const others = await prisma().segment.findMany({ select: { name: true } });
    const name = copySegmentName(original.name, input.word, new Set(others.map((one) => one.name)));
    try {
      return accepted({ segmentId: await copy(actor, original, name), name });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
  return refused("name_taken");
}
