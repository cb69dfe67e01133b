import type { PoolClient } from "pg";
import { z } from "zod";
import { recordAuditSql } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction } from "@/lib/db";
import { NotFound, type Refused, type Result, accepted, refused, refusedField } from "@/lib/errors";
import { firstNames } from "@/lib/exports/first-names";
import { type FieldMeaning, type FieldType, fieldMeanings, fieldTypes } from "./field-types";
import { findFieldUses } from "./field-uses";
import { requestUnification } from "./unification";
import { SEARCH_MEANINGS, tryLockProfiles } from "./unify-profiles";

export const changeFieldSchema = z.object({
  fieldKey: z.string().min(1).max(60),
  type: z.enum(fieldTypes),
  meaning: z.enum(fieldMeanings),
});
export type ChangeFieldInput = z.infer<typeof changeFieldSchema>;

interface FieldRow {
  id: string;
  type: FieldType;
  meaning: FieldMeaning;
}

/**
 * Changes what a field holds or means, where that is safe: nobody depends on its type, and every value that is there is
 * written as the new type writes it. Refuses otherwise, by name. People are found by their name and address, so where the
 * meaning concerns those, a worker makes everybody findable anew.
 */
export async function changeField(actor: Actor, input: ChangeFieldInput): Promise<Result<null>> {
  requirePermission(actor, "source:write");
  return inSqlTransaction(async (client) => {
    const found = await client.query<FieldRow>("SELECT id, type, meaning FROM field WHERE key = $1", [
      input.fieldKey,
    ]);
    const field = found.rows[0];
    if (!field) throw new NotFound("field", input.fieldKey);
    const refusal = (await typeRefusal(client, field, input)) ?? (await meaningRefusal(client, field, input));
    if (refusal) return refusal;
    await writeField(client, field, input);
    await recordAuditSql(client, actor, {
      action: "field.change",
      objectType: "field",
      objectId: field.id,
      details: { type: input.type, meaning: input.meaning },
    });
    return accepted(null);
  });
}

async function typeRefusal(
  client: PoolClient,
  field: FieldRow,
  { fieldKey, type }: ChangeFieldInput,
): Promise<Refused | null> {
  if (type === field.type) return null;
  // No import may bring values of the former type meanwhile, nor one that was read as the former type come after.
  const imports = await client.query("SELECT FROM import WHERE status IN ('queued', 'running') LIMIT 1");
  if (imports.rowCount || !(await tryLockProfiles(client))) return refused("import_changes_fields");
  const { segments, exports } = await findFieldUses(client, fieldKey);
  if (segments.length > 0) return refusedField("type", "field_in_segments", { segments: named(segments) });
  if (exports.length > 0) return refusedField("type", "field_in_exports", { exports: named(exports) });
  const others = await countOthers(client, fieldKey, type);
  return others > 0 ? refusedField("type", "values_of_other_type", { count: others }) : null;
}

async function meaningRefusal(
  client: PoolClient,
  field: FieldRow,
  { fieldKey, meaning }: ChangeFieldInput,
): Promise<Refused | null> {
  if (meaning === field.meaning || field.meaning !== "email") return null;
  const { identifies } = await findFieldUses(client, fieldKey);
  return identifies.length > 0
    ? refusedField("meaning", "field_is_address", { exports: named(identifies) })
    : null;
}

const named = (names: string[]) => firstNames(names.map((name) => ({ name })));

/** Of which type a stored value is, as a condition on `value`: see parse-field-value.ts. Text shows any value as it is. */
const writtenAs: Record<FieldType, string> = {
  text: "true",
  number: "jsonb_typeof(value) = 'number'",
  boolean: "jsonb_typeof(value) = 'boolean'",
  date: "jsonb_typeof(value) = 'string' AND value #>> '{}' ~ '^\\d{4}-\\d{2}-\\d{2}$'",
  datetime:
    "jsonb_typeof(value) = 'string' AND value #>> '{}' ~ '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$'",
};

/** How many records of the sources have a value that is no `type`. */
async function countOthers(client: PoolClient, fieldKey: string, type: FieldType): Promise<number> {
  if (type === "text") return 0;
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT attributes -> $1::text AS value FROM source_record) r
     WHERE value IS NOT NULL AND NOT (${writtenAs[type]})`,
    [fieldKey],
  );
  return rows[0]?.count ?? 0;
}

async function writeField(
  client: PoolClient,
  field: FieldRow,
  { fieldKey, type, meaning }: ChangeFieldInput,
): Promise<void> {
  await client.query(`UPDATE field SET type = $2::"FieldType", meaning = $3 WHERE id = $1`, [
    field.id,
    type,
    meaning,
  ]);
  // What a source brings from now on is read as the field's type, and its page says the same.
  await client.query(
    `UPDATE source SET columns = (SELECT jsonb_agg(CASE WHEN c ->> 'fieldKey' = $1
         THEN c || jsonb_build_object('type', $2::text, 'meaning', $3::text) ELSE c END ORDER BY place)
       FROM jsonb_array_elements(columns) WITH ORDINALITY AS each(c, place))
     WHERE jsonb_typeof(columns) = 'array' AND columns @> jsonb_build_array(jsonb_build_object('fieldKey', $1::text))`,
    [fieldKey, type, meaning],
  );
  const isSearched = [field.meaning, meaning].some((one) => SEARCH_MEANINGS.includes(one));
  if (meaning !== field.meaning && isSearched) await requestUnification(client, { isForAll: true });
}
