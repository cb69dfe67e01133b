import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { type Tx, isUniqueViolation, pool, prisma } from "@/lib/db";
import { NotFound, type Refused, type Result, accepted, refused, refusedField } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { findErasedUnknown } from "@/lib/privacy/tombstones";
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

async function findOpen(tx: Tx, sourceId: string): Promise<Refused | null> {
  const open = await tx.import.findFirst({
    where: { sourceId, status: { in: ["queued", "running", "review"] } },
    select: { status: true },
  });
  return open && refused(open.status === "review" ? "import_in_review" : "import_under_way");
}

/** Why a known source cannot take a file now, or null. Of two files for it the second waits here for the first. */
async function findRefusal(tx: Tx, sourceId: string, name: string): Promise<Refused | null> {
  // A merge holds the source for longer than this transaction may wait.
  const open = await findOpen(tx, sourceId);
  if (open) return open;
  await tx.$queryRaw`SELECT 1 FROM source WHERE id = ${sourceId}::uuid FOR UPDATE`;
  const source = await tx.source.findUnique({ where: { id: sourceId } });
  if (source?.kind !== "csv") throw new NotFound("source", sourceId);
  const opened = await findOpen(tx, sourceId);
  if (opened) return opened;
  const taken = await tx.source.count({ where: { name, id: { not: sourceId } } });
  return taken > 0 ? refusedField("name", "name_taken") : null;
}

async function makeSource(tx: Tx, actor: Actor, input: StartImportInput, isSample: boolean): Promise<string> {
  const plan = { name: input.name, keyColumn: input.keyColumn, columns: input.columns };
  const createdById = actor.kind === "user" ? actor.id : null;
  const source = await tx.source.create({ data: { ...plan, kind: "csv", isSample, createdById } });
  return source.id;
}

/**
 * Makes a source, or takes a known one, and starts importing the upload into it. A known one keeps its name and its
 * plan until the import is merged, and what the file will change is shown before it does. Refuses a taken name, an
 * upload that is being imported already, a source that has an import under way, and any file while erased people could
 * not be known again in it.
 */
export async function startImport(
  actor: Actor,
  input: StartImportInput,
  options: { isSample?: boolean } = {},
): Promise<Result<{ sourceId: string; importId: string }>> {
  requirePermission(actor, "source:write");
  const unknown = await findErasedUnknown(pool());
  if (unknown) return refused(unknown);
  try {
    return await prisma().$transaction(async (tx) => {
      const upload = await findOwnUpload(tx, actor, input.uploadId);
      if (upload.imports.length > 0) return refused("upload_used");
      if (input.sourceId) {
        const refusal = await findRefusal(tx, input.sourceId, input.name);
        if (refusal) return refusal;
      }
      const sourceId = input.sourceId ?? (await makeSource(tx, actor, input, options.isSample ?? false));
      const isKnown = (await tx.sourceRecord.findFirst({ where: { sourceId } })) !== null;
      const job = await tx.import.create({
        data: {
          sourceId,
          uploadId: upload.id,
          fileName: upload.fileName,
          format: input.format,
          keyColumn: input.keyColumn,
          columns: input.columns,
          mode: input.mode ?? "upsert",
          sourceName: input.name,
          asksFirst: isKnown,
          totalBytes: upload.bytes,
          createdById: actor.kind === "user" ? actor.id : null,
        },
      });
      await enqueue(tx, "source.import", { importId: job.id }, { key: job.id });
      await recordAudit(tx, actor, {
        action: "source.import",
        objectType: "source",
        objectId: sourceId,
        details: {
          importId: job.id,
          bytes: Number(upload.bytes),
          columns: input.columns.length,
          mode: job.mode,
        },
      });
      return accepted({ sourceId, importId: job.id });
    });
  } catch (error) {
    if (isUniqueViolation(error)) return refusedField("name", "name_taken");
    throw error;
  }
}
