import type { SourceDatabase } from "@/generated/prisma/client";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refused } from "@/lib/errors";
import { badReasonSchema } from "./bad-lines";
import { CSV_HEAD_BYTES, type CsvFormat } from "./csv/csv-format";
import { CsvRefusal } from "./csv/csv-problem";
import { detectCsv } from "./csv/detect-csv";
import { previewCsv } from "./csv/preview-csv";
import { encodingOfMark } from "./csv/refuse-other-files";
import { proposeColumns, proposeKey } from "./csv/propose-columns";
import { importSecondsLeft, shareRead } from "./import-seconds-left";
import { readUploadHead } from "./read-upload";
import { sourceColumnSchema } from "./schema";

// Types and keys are proposed the better the more rows are looked at; all fit the head of the file.
const ROWS_FOR_PROPOSALS = 1_000;
const PREVIEW_ROWS = 50;

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** Where a source's customers come from. */
export type SourceKind = "csv" | "postgresql" | "api";

/** The tokens that feed a source, and end with it. */
const workingTokens = () => ({
  apiTokens: {
    where: { revokedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { name: "asc" as const },
    select: { name: true },
  },
});

/** All sources with their people and their last import. */
export async function listSources(actor: Actor) {
  requirePermission(actor, "source:read");
  const rows = await prisma().source.findMany({
    orderBy: { position: "asc" },
    include: { imports: { orderBy: { createdAt: "desc" }, take: 1 }, ...workingTokens() },
  });
  const counts = await pool().query<{ source_id: string; count: number }>(
    "SELECT source_id, count(*)::int AS count FROM source_record GROUP BY source_id",
  );
  const people = new Map(counts.rows.map((row) => [row.source_id, row.count]));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind as SourceKind,
    pushedAt: row.pushedAt?.toISOString() ?? null,
    people: people.get(row.id) ?? 0,
    tokens: row.apiTokens.map((token) => token.name),
    lastImport: row.imports[0] ? toImportLine(row.imports[0]) : null,
    createdAt: row.createdAt.toISOString(),
  }));
}
export type SourceLine = Awaited<ReturnType<typeof listSources>>[number];

type ImportRow = Awaited<ReturnType<ReturnType<typeof prisma>["import"]["findFirstOrThrow"]>>;

function toImportLine(row: ImportRow) {
  return {
    id: row.id,
    fileName: row.fileName,
    status: row.status,
    totalBytes: Number(row.totalBytes),
    readBytes: Number(row.readBytes),
    rowsRead: row.rowsRead,
    /** From 0 to 1; null where nobody knows. */
    shareRead: shareRead(row),
    isStaged: row.stagedAt !== null,
    rowsBad: row.rowsBad,
    rowsNew: row.rowsNew,
    rowsChanged: row.rowsChanged,
    rowsUnchanged: row.rowsUnchanged,
    rowsGone: row.rowsGone,
    rowsErased: row.rowsErased,
    mode: row.mode,
    asksFirst: row.asksFirst && row.confirmedAt === null,
    badReasons: badReasonSchema.array().parse(row.badReasons),
    secondsLeft: importSecondsLeft(row, Date.now()),
    cancelRequested: row.cancelRequested,
    problem: row.problemCode
      ? { code: row.problemCode, params: row.problemParams as Record<string, string | number> }
      : null,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    reading: row.reading,
  };
}
/** What everybody may know of how a database is read. */
function toDatabaseLine({ tableName, mode, comparedAt, isScheduled }: SourceDatabase) {
  return { table: tableName, mode, comparedAt: comparedAt?.toISOString() ?? null, isScheduled };
}

export type ImportLine = ReturnType<typeof toImportLine>;

/** One source with its columns and imports, newest first. Throws NotFound. */
export async function getSource(actor: Actor, sourceId: string) {
  requirePermission(actor, "source:read");
  const row = isUuid(sourceId)
    ? await prisma().source.findUnique({
        where: { id: sourceId },
        include: {
          imports: { orderBy: { createdAt: "desc" }, take: 20 },
          database: true,
          ...workingTokens(),
        },
      })
    : null;
  if (!row) throw new NotFound("source", sourceId);
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as SourceKind,
    pushedAt: row.pushedAt?.toISOString() ?? null,
    database: row.database && toDatabaseLine(row.database),
    keyColumn: row.keyColumn,
    columns: sourceColumnSchema.array().parse(row.columns),
    people: await prisma().sourceRecord.count({ where: { sourceId } }),
    tokens: row.apiTokens.map((token) => token.name),
    imports: row.imports.map(toImportLine),
    createdAt: row.createdAt.toISOString(),
  };
}
export type SourceDetail = Awaited<ReturnType<typeof getSource>>;

/** How one import is getting on, for polling. Throws NotFound. */
export async function getImport(actor: Actor, input: { importId: string }): Promise<ImportLine> {
  requirePermission(actor, "source:read");
  const row = isUuid(input.importId)
    ? await prisma().import.findUnique({ where: { id: input.importId } })
    : null;
  if (!row) throw new NotFound("import", input.importId);
  return toImportLine(row);
}

/** The first bad lines of an import, in the file's order. */
export async function listBadLines(actor: Actor, importId: string, limit = 200) {
  requirePermission(actor, "source:read");
  return prisma().importBadLine.findMany({
    where: { importId },
    orderBy: { line: "asc" },
    take: limit,
    select: { line: true, code: true, column: true, otherLine: true },
  });
}
export type BadLineRow = Awaited<ReturnType<typeof listBadLines>>[number];

/** Reads the head of an upload of the actor's own: its format, first rows and proposed columns, or why it is refused. */
export async function previewUpload(actor: Actor, input: { uploadId: string; format?: CsvFormat }) {
  requirePermission(actor, "source:write");
  const upload = isUuid(input.uploadId)
    ? await prisma().upload.findUnique({ where: { id: input.uploadId } })
    : null;
  const isOwn = actor.kind === "system" || upload?.createdById === actor.id;
  if (!upload?.isComplete || !isOwn) throw new NotFound("upload", input.uploadId);
  return { fileName: upload.fileName, preview: await readPreview(upload, input.format) };
}

async function readPreview(
  upload: { id: string },
  chosen: CsvFormat | undefined,
): Promise<Result<UploadPreview>> {
  try {
    const { head, isWhole, isPacked } = await readUploadHead(upload.id, CSV_HEAD_BYTES);
    const format = chosen ?? detectCsv(head, { isWhole });
    const preview = await previewCsv(head, format, { isWhole, maxRows: ROWS_FOR_PROPOSALS });
    const columns = proposeColumns(preview);
    const shown = { ...preview, rows: preview.rows.slice(0, PREVIEW_ROWS) };
    const found = { format, isPacked, hasMark: encodingOfMark(head) !== undefined };
    return accepted({ ...found, ...shown, proposed: columns, proposedKey: proposeKey(columns) });
  } catch (error) {
    if (error instanceof CsvRefusal) return refused(error.code, error.params);
    throw error;
  }
}

export interface UploadPreview extends Awaited<ReturnType<typeof previewCsv>> {
  format: CsvFormat;
  /** By gzip. */
  isPacked: boolean;
  /** Whether the file says its encoding itself, by a byte order mark. */
  hasMark: boolean;
  proposed: ReturnType<typeof proposeColumns>;
  proposedKey: string | null;
}
