import type { FieldType } from "@/lib/profiles/field-types";
import { parseFieldValue } from "@/lib/profiles/parse-field-value";
import { MAX_COLUMNS } from "../csv/csv-format";
import type { SourceColumn } from "../schema";
import type { AttributeValue } from "@/lib/profiles/parse-field-value";
import { type KnownTypes, proposeField } from "./propose-field";
import { toRefusedRow } from "./refusal-sentences";
import { type PushedProfile, type RefusalReason, type RefusedRow, pushedProfileSchema } from "./schema";

/** What one person is said to have now, and what no longer, by the keys of fields. */
export interface PushedRecord {
  key: string;
  attributes: Record<string, AttributeValue>;
  removed: string[];
}

export interface ReadRows {
  records: PushedRecord[];
  refused: RefusedRow[];
  /** Fields that this request is the first to send, in the order it does. */
  newColumns: SourceColumn[];
}

interface Refusal {
  field: string | null;
  reason: RefusalReason;
}

const isEmpty = (value: AttributeValue | null) =>
  value === null || (typeof value === "string" && value.trim() === "");

function refusalOf(issue: { path: PropertyKey[]; message: string; keys?: string[] }): Refusal {
  const field = issue.path[1] ?? issue.path[0] ?? issue.keys?.[0] ?? null;
  // Every rule of the schema names its reason.
  return { field: field === null ? null : String(field), reason: issue.message as RefusalReason };
}

/** The value as it is stored; undefined where it is not of the field's type. */
function toValue(type: FieldType, value: AttributeValue): AttributeValue | undefined {
  if (type === "number" || type === "boolean") return typeof value === type ? value : undefined;
  if (typeof value !== "string") return undefined;
  const parsed = parseFieldValue(type, value);
  return parsed.ok ? parsed.value : undefined;
}

function toRecord(row: PushedProfile, columns: ReadonlyMap<string, SourceColumn>): PushedRecord | Refusal {
  const record: PushedRecord = { key: row.key, attributes: {}, removed: [] };
  for (const [name, given] of Object.entries(row.attributes)) {
    const column = columns.get(name);
    if (given === null || isEmpty(given)) {
      if (column) record.removed.push(column.fieldKey);
      continue;
    }
    if (!column) return { field: name, reason: "too_many_fields" };
    const value = toValue(column.type, given);
    if (value === undefined) return { field: name, reason: `not_a_${column.type}` };
    record.attributes[column.fieldKey] = value;
  }
  return record;
}

/** The fields that rows send and the source has none for yet, proposed from all their values here. */
function proposeFields(rows: PushedProfile[], known: { columns: SourceColumn[]; types: KnownTypes }) {
  const names = new Set(known.columns.map((column) => column.name));
  const values = new Map<string, AttributeValue[]>();
  for (const { attributes } of rows)
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || isEmpty(value) || names.has(name)) continue;
      const seen = values.get(name);
      if (seen) seen.push(value);
      else values.set(name, [value]);
    }
  const proposed: SourceColumn[] = [];
  for (const [name, seen] of values) {
    const columns = [...known.columns, ...proposed];
    if (columns.length >= MAX_COLUMNS) break;
    proposed.push(proposeField(name, seen, { columns, types: known.types }));
  }
  return proposed;
}

/**
 * Reads the rows of a push against what the source and the catalogue know. A row that cannot be stored as it is is
 * refused by index, field and reason, and the others are not touched by that.
 */
export function readRows(rows: unknown[], known: { columns: SourceColumn[]; types: KnownTypes }): ReadRows {
  const refused: RefusedRow[] = [];
  const readable: { index: number; row: PushedProfile }[] = [];
  const keys = new Set<string>();
  rows.forEach((raw, index) => {
    const parsed = pushedProfileSchema.safeParse(raw);
    const [issue] = parsed.error?.issues ?? [];
    const refusal = issue && refusalOf(issue);
    if (refusal) refused.push(toRefusedRow(index, refusal.field, refusal.reason));
    else if (parsed.data && keys.has(parsed.data.key))
      refused.push(toRefusedRow(index, "key", "key_repeated"));
    else if (parsed.data) {
      keys.add(parsed.data.key);
      readable.push({ index, row: parsed.data });
    }
  });

  const proposed = proposeFields(
    readable.map(({ row }) => row),
    known,
  );
  // The catalogue decides what a field holds; what the source's own list says of it may be older.
  const columns = new Map(
    [...known.columns, ...proposed].map((column) => [
      column.name,
      { ...column, type: known.types.get(column.fieldKey) ?? column.type },
    ]),
  );
  const records: PushedRecord[] = [];
  for (const { index, row } of readable) {
    const record = toRecord(row, columns);
    if ("reason" in record) refused.push(toRefusedRow(index, record.field, record.reason));
    else records.push(record);
  }
  const sent = new Set(records.flatMap(({ attributes }) => Object.keys(attributes)));
  return {
    records,
    refused: refused.sort((a, b) => a.index - b.index),
    newColumns: proposed.filter(({ fieldKey }) => sent.has(fieldKey)),
  };
}
