import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { type Tx, isUniqueViolation, prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refused, refusedField } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import type { StartImportInput } from "./schema";

/** An upload is its uploader's alone until it is imported. */
async function findOwnUpload(tx: Tx, actor: Actor, uploadId: string) {
  // Of two who start it at once the second waits here, and then finds the first one's import.
  await tx.$queryRaw`SELECT 1 FROM upload WHERE id = ${uploadId}::uuid FOR UPDATE`;
  const upload = await tx.upload.findUnique({
    where: { id: uploadId },
    include: { imports: { select: { id: true } } },
  });
  const isOwn = actor.kind === "system" || upload?.createdById === actor.id;
  if (!upload || !upload.isComplete || !isOwn) throw new NotFound("upload", uploadId);
  return upload;
}

async function saveSource(tx: Tx, actor: Actor, input: StartImportInput, isSample: boolean): Promise<string> {
  const plan = { name: input.name, keyColumn: input.keyColumn, columns: input.columns };
  if (input.sourceId) {
    const source = await tx.source.findFirst({ where: { id: input.sourceId, kind: "csv" } });
    if (!source) throw new NotFound("source", input.sourceId);
    await tx.source.update({ where: { id: source.id }, data: plan });
    return source.id;
  }
  const createdById = actor.kind === "user" ? actor.id : null;
  const source = await tx.source.create({ data: { ...plan, kind: "csv", isSample, createdById } });
  return source.id;
}

/**
 * Makes (or updates) the source and starts importing the upload into it. Refuses a taken name, an upload that is
 * being imported already, and a source that has an import under way.
 */
export async function startImport(
  actor: Actor,
  input: StartImportInput,
  options: { isSample?: boolean } = {},
): Promise<Result<{ sourceId: string; importId: string }>> {
  requirePermission(actor, "source:write");
  try {
    return await prisma().$transaction(async (tx) => {
      const upload = await findOwnUpload(tx, actor, input.uploadId);
      if (upload.imports.length > 0) return refused("upload_used");
      if (input.sourceId) {
        await tx.$queryRaw`SELECT 1 FROM source WHERE id = ${input.sourceId}::uuid FOR UPDATE`;
        const active = await tx.import.count({
          where: { sourceId: input.sourceId, status: { in: ["queued", "running"] } },
        });
        if (active > 0) return refused("import_under_way");
      }
      const sourceId = await saveSource(tx, actor, input, options.isSample ?? false);
      const job = await tx.import.create({
        data: {
          sourceId,
          uploadId: upload.id,
          fileName: upload.fileName,
          format: input.format,
          keyColumn: input.keyColumn,
          columns: input.columns,
          totalBytes: upload.bytes,
          createdById: actor.kind === "user" ? actor.id : null,
        },
      });
      await enqueue(tx, "source.import", { importId: job.id }, { key: job.id });
      await recordAudit(tx, actor, {
        action: "source.import",
        objectType: "source",
        objectId: sourceId,
        details: { importId: job.id, bytes: Number(upload.bytes), columns: input.columns.length },
      });
      return accepted({ sourceId, importId: job.id });
    });
  } catch (error) {
    if (isUniqueViolation(error)) return refusedField("name", "name_taken");
    throw error;
  }
}
