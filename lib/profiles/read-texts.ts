import type { PoolClient } from "pg";
import { type FieldNotation, type FieldType, unknownNotation } from "./field-types";
import { inferNotation } from "./infer-field-type";
import { parseFieldValue } from "./parse-field-value";

const AT_ONCE = 5_000;

/** Of which type a stored value is, as a condition on `value`: see parse-field-value.ts. Text shows any value as it is. */
const writtenAs: Record<FieldType, string> = {
  text: "true",
  number: "jsonb_typeof(value) = 'number'",
  boolean: "jsonb_typeof(value) = 'boolean'",
  date: "jsonb_typeof(value) = 'string' AND value #>> '{}' ~ '^\\d{4}-\\d{2}-\\d{2}$'",
  datetime:
    "jsonb_typeof(value) = 'string' AND value #>> '{}' ~ '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$'",
};

const values = "(SELECT attributes -> $1::text AS value FROM source_record) said WHERE value IS NOT NULL";

interface FieldChange {
  fieldKey: string;
  from: FieldType;
  to: FieldType;
}

export interface ReadTexts {
  /** Records of sources with a value that cannot be read as the new type, or in two ways. */
  others: number;
  /** How the texts are written. */
  notation: FieldNotation;
}

/**
 * Reads what sources say of a field as another type, into a table of the transaction. Texts are read as those of a file
 * are; what is no text stays what it is.
 */
export async function readTexts(client: PoolClient, { fieldKey, from, to }: FieldChange): Promise<ReadTexts> {
  if (to === "text") return { others: 0, notation: unknownNotation };
  await client.query(
    "CREATE TEMP TABLE field_text (place int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text, value jsonb) ON COMMIT DROP",
  );
  if (from === "text")
    await client.query(
      `INSERT INTO field_text (text) SELECT DISTINCT value #>> '{}' FROM ${values}
         AND jsonb_typeof(value) = 'string' AND NOT (${writtenAs[to]})`,
      [fieldKey],
    );
  const notation = await parseTexts(client, to);
  await client.query("ANALYZE field_text");
  const { rows } = await client.query<{ others: number }>(
    `SELECT count(*)::int AS others FROM ${values} AND NOT (${writtenAs[to]}) AND NOT EXISTS (
       SELECT FROM field_text t WHERE t.value IS NOT NULL AND t.text = said.value #>> '{}')`,
    [fieldKey],
  );
  return { others: rows[0]?.others ?? 0, notation };
}

/** Parses the texts in pieces; the first piece tells how they are written. */
async function parseTexts(client: PoolClient, type: FieldType): Promise<FieldNotation> {
  let notation: FieldNotation | undefined;
  for (let after = 0; ;) {
    const { rows } = await client.query<{ place: number; text: string }>(
      `SELECT place, text FROM field_text WHERE place > $1 ORDER BY place LIMIT ${AT_ONCE}`,
      [after],
    );
    const last = rows.at(-1);
    notation ??= inferNotation(
      type,
      rows.map(({ text }) => text),
    );
    if (!last) return notation;
    const known = notation;
    const read = rows.flatMap(({ place, text }) => {
      const parsed = parseFieldValue(type, text, known);
      return parsed.ok ? [{ place, value: parsed.value }] : [];
    });
    await client.query(
      `UPDATE field_text t SET value = read.value
       FROM jsonb_to_recordset($1::jsonb) AS read(place int, value jsonb) WHERE t.place = read.place`,
      [JSON.stringify(read)],
    );
    after = last.place;
  }
}

/** Writes the texts that `readTexts` has read as what they were read as. */
export async function rewriteTexts(client: PoolClient, fieldKey: string): Promise<void> {
  await client.query(
    `UPDATE source_record r SET attributes = jsonb_set(r.attributes, ARRAY[$1::text], t.value)
     FROM field_text t WHERE t.text = r.attributes ->> $1 AND jsonb_typeof(r.attributes -> $1) = 'string'`,
    [fieldKey],
  );
}
