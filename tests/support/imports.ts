import type { Actor } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import type { Result } from "@/lib/errors";
import type { FieldType } from "@/lib/profiles/field-types";
import { confirmImport } from "@/lib/sources/confirm-import";
import { plainCsv } from "@/lib/sources/csv/collect-items";
import type { MergeMode } from "@/lib/sources/merge-modes";
import { previewUpload } from "@/lib/sources/queries";
import { receiveUpload } from "@/lib/sources/receive-upload";
import { runImport } from "@/lib/sources/run-import";
import type { SourceColumn, StartImportInput } from "@/lib/sources/schema";
import { startImport } from "@/lib/sources/start-import";

/** What an accepted command answered; a refusal fails the test with its code. */
export function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result)}`);
  return result.value;
}

/** `parts` as a request's body, in that order. */
export async function* inParts(...parts: (Uint8Array | string)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

const PART_BYTES = 65_536;

/** Uploads a file; answers its id. */
export async function upload(actor: Actor, content: string | Uint8Array): Promise<string> {
  const bytes = Buffer.from(content);
  // Cut as a browser's request comes.
  const parts = Array.from({ length: Math.ceil(bytes.byteLength / PART_BYTES) }, (_, index) =>
    bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES),
  );
  const file = { fileName: "people.csv", declaredBytes: bytes.byteLength, body: inParts(...parts) };
  return valueOf(await receiveUpload(actor, file)).uploadId;
}

/** A column as the import form sends it. */
export function column(name: string, type: FieldType = "text"): SourceColumn {
  const notation = { decimal: null, slashDate: null };
  const fieldKey = name.toLowerCase().replace(/\W+/g, "_");
  return { name, fieldKey, fieldName: name, type, notation, meaning: "none", isIncluded: true };
}

export interface Choices {
  key: string;
  name?: string;
  sourceId?: string;
  /** By column name, where the proposal is not wanted. */
  types?: Record<string, FieldType>;
  mode?: MergeMode;
}

/** What the form sends for an upload when the proposals are taken as they are. */
export async function planFor(actor: Actor, uploadId: string, choices: Choices): Promise<StartImportInput> {
  const preview = valueOf((await previewUpload(actor, { uploadId })).preview);
  const columns = preview.proposed.map(({ isKeyCandidate: _, ...one }) => ({
    ...one,
    type: choices.types?.[one.name] ?? one.type,
    fieldName: one.name,
    isIncluded: true,
  }));
  const { key, name = "Customers", sourceId, mode } = choices;
  return { uploadId, sourceId, name, format: preview.format, keyColumn: key, columns, mode };
}

/** Uploads, previews and starts an import, and leaves it waiting for its worker. */
export async function beginImport(actor: Actor, content: string | Uint8Array, choices: Choices) {
  const uploadId = await upload(actor, content);
  return valueOf(await startImport(actor, await planFor(actor, uploadId, choices)));
}

/** The way of a file until it is merged, or until somebody has to decide: upload, preview, start and run. */
export async function readFile(actor: Actor, content: string | Uint8Array, choices: Choices) {
  const begun = await beginImport(actor, content, choices);
  await runImport(begun.importId);
  return begun;
}

/** Applies what an import will change, whatever it takes away, and merges it. */
export async function applyImport(actor: Actor, importId: string): Promise<void> {
  const { rowsGone } = await findImport(importId);
  valueOf(await confirmImport(actor, { importId, agreedGone: rowsGone }));
  await runImport(importId);
}

/** The whole way of a file, the decision about it included. */
export async function importFile(actor: Actor, content: string | Uint8Array, choices: Choices) {
  const begun = await readFile(actor, content, choices);
  if ((await findImport(begun.importId)).status === "review") await applyImport(actor, begun.importId);
  return begun;
}

/** Imports without looking at the preview, as a client may that skips the form; all columns are text. */
export async function importUnseen(
  actor: Actor,
  content: Uint8Array | string,
  names = ["Id", "Name"],
): Promise<string> {
  const { importId } = valueOf(
    await startImport(actor, {
      uploadId: await upload(actor, content),
      name: "Unseen",
      format: plainCsv,
      keyColumn: names[0] ?? "",
      columns: names.map((name) => column(name)),
    }),
  );
  await runImport(importId);
  return importId;
}

export function findImport(importId: string) {
  return prisma().import.findUniqueOrThrow({ where: { id: importId } });
}

/** All unified profiles: what is known of each customer key. */
export async function allProfiles(): Promise<Record<string, unknown>> {
  const { rows } = await pool().query<{ key: string; attributes: object }>(
    "SELECT key, attributes FROM profile ORDER BY key",
  );
  return Object.fromEntries(rows.map(({ key, attributes }) => [key, attributes]));
}

/** Rows of everything an import writes; all zero where nothing was kept. */
export async function countTraces() {
  const { rows } = await pool().query(
    `SELECT (SELECT count(*)::int FROM profile) AS profiles, (SELECT count(*)::int FROM source_record) AS records,
       (SELECT count(*)::int FROM field) AS fields, (SELECT count(*)::int FROM upload) AS uploads,
       (SELECT count(*)::int FROM upload_chunk) AS chunks,
       (SELECT count(*)::int FROM pg_tables WHERE schemaname = 'staging') AS staging`,
  );
  return rows[0];
}

export const noTraces = { profiles: 0, records: 0, fields: 0, uploads: 0, chunks: 0, staging: 0 };
