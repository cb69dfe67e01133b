import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { firstNames } from "@/lib/exports/first-names";
import { toNameKey } from "@/lib/to-name-key";
import { PATIENT, lockSegments } from "./lock-segments";
import { type ChangeTagsInput, MAX_TAGS } from "./schema";

/** Tags as they are after a change, each once however it is written; in the order of the alphabet. */
export function changedTags(
  tags: readonly string[],
  { add, remove }: Pick<ChangeTagsInput, "add" | "remove">,
) {
  const gone = new Set(remove.map(toNameKey));
  const kept = new Map<string, string>();
  for (const tag of tags) if (!gone.has(toNameKey(tag))) kept.set(toNameKey(tag), tag);
  for (const tag of add) if (!kept.has(toNameKey(tag))) kept.set(toNameKey(tag), tag);
  return [...kept.values()].toSorted((a, b) => a.localeCompare(b));
}

/** Puts tags on segments and takes tags off them, all or none. Refuses more than a segment may have. */
export async function changeTags(actor: Actor, input: ChangeTagsInput): Promise<Result<null>> {
  requirePermission(actor, "segment:write");
  return prisma().$transaction(async (tx) => {
    const segments = await lockSegments(tx, input.segmentIds);
    const wanted = segments.map((one) => ({ ...one, tags: changedTags(one.tags, input) }));
    const full = wanted.filter(({ tags }) => tags.length > MAX_TAGS);
    if (full.length > 0) return refused("too_many_tags", { limit: MAX_TAGS, segments: firstNames(full) });
    for (const { id, tags } of wanted) {
      await tx.segment.update({ where: { id }, data: { tags } });
      await recordAudit(tx, actor, {
        action: "segment.tag",
        objectType: "segment",
        objectId: id,
        details: { added: input.add.length, removed: input.remove.length, tags: tags.length },
      });
    }
    return accepted(null);
  }, PATIENT);
}
