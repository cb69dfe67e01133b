import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refused, refusedField } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { findErasedUnknown } from "@/lib/privacy/tombstones";
import { listFields } from "@/lib/profiles/fields";
import type { StartMemberListInput } from "./schema";

/**
 * Asks a worker to compare a column of one's upload with the customers. Nothing is a segment yet. Refuses a field that
 * holds no addresses, and any list while erased people could not be known again in it.
 */
export async function startMemberList(
  actor: Actor,
  input: StartMemberListInput,
): Promise<Result<{ listId: string }>> {
  requirePermission(actor, "segment:write");
  const unknown = await findErasedUnknown(pool());
  if (unknown) return refused(unknown);
  const { uploadId, column, field, format } = input;
  const fields = await listFields(actor);
  if (field !== null && !fields.some((one) => one.key === field && one.meaning === "email"))
    return refusedField("field", "choose_address_field");
  return prisma().$transaction(async (tx) => {
    const upload = await tx.upload.findUnique({ where: { id: uploadId } });
    const isOwn = actor.kind === "system" || upload?.createdById === actor.id;
    if (!upload?.isComplete || !isOwn) throw new NotFound("upload", uploadId);
    const { id: listId } = await tx.memberList.create({
      data: {
        uploadId,
        fileName: upload.fileName,
        format,
        column,
        field,
        totalBytes: upload.bytes,
        createdById: actor.kind === "user" ? actor.id : null,
      },
    });
    await enqueue(tx, "segment.list", { listId }, { key: listId });
    await recordAudit(tx, actor, {
      action: "segment.read_list",
      objectType: "member_list",
      objectId: listId,
      details: { bytes: Number(upload.bytes) },
    });
    return accepted({ listId });
  });
}
