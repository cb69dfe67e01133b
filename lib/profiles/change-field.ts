import type { PoolClient } from "pg";
import { z } from "zod";
import { recordAuditSql } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction } from "@/lib/db";
import { NotFound, type Refused, type Result, accepted, refused, refusedField } from "@/lib/errors";
import { firstNames } from "@/lib/exports/first-names";
import { type FieldMeaning, type FieldType, fieldMeanings, fieldTypes } from "./field-types";
import { findFieldUses } from "./field-uses";
import { readTexts, rewriteTexts } from "./read-texts";
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
 * Changes what a field holds or means, where that is safe: nobody depends on its type, and every value that is there can
 * be read as the new one. Refuses otherwise, by name. Where texts become something else, or the meaning concerns what
 * people are found by, a worker unifies everybody anew.
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
    if (input.type !== field.type) {
      const { others } = await changeType(client, field, input);
      if (others > 0) return refusedField("type", "values_of_other_type", { count: others });
    }
    await writeMeaning(client, field, input);
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
  const imports = await client.query(
    "SELECT FROM import WHERE status IN ('queued', 'running', 'review') LIMIT 1",
  );
  if (imports.rowCount || !(await tryLockProfiles(client))) return refused("import_changes_fields");
  const { segments, exports } = await findFieldUses(client, fieldKey);
  if (segments.length > 0) return refusedField("type", "field_in_segments", { segments: named(segments) });
  if (exports.length > 0) return refusedField("type", "field_in_exports", { exports: named(exports) });
  return null;
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

/** Puts something into the field's columns of all sources: what they bring from now on is read as that. */
async function changeColumns(client: PoolClient, fieldKey: string, change: object): Promise<void> {
  await client.query(
    `UPDATE source SET columns = (SELECT jsonb_agg(CASE WHEN c ->> 'fieldKey' = $1 THEN c || $2::jsonb ELSE c END ORDER BY place)
       FROM jsonb_array_elements(columns) WITH ORDINALITY AS each(c, place))
     WHERE jsonb_typeof(columns) = 'array' AND columns @> jsonb_build_array(jsonb_build_object('fieldKey', $1::text))`,
    [fieldKey, JSON.stringify(change)],
  );
}

/** Answers how many values are not of the new type; where there are some, nothing is changed. */
async function changeType(
  client: PoolClient,
  field: FieldRow,
  { fieldKey, type }: ChangeFieldInput,
): Promise<{ others: number }> {
  const { others, notation } = await readTexts(client, { fieldKey, from: field.type, to: type });
  if (others > 0) return { others };
  await client.query(`UPDATE field SET type = $2::"FieldType" WHERE id = $1`, [field.id, type]);
  if (field.type !== "text") await changeColumns(client, fieldKey, { type });
  else {
    await rewriteTexts(client, fieldKey);
    await changeColumns(client, fieldKey, { type, notation });
    await requestUnification(client, { isForAll: true });
  }
  return { others };
}

async function writeMeaning(
  client: PoolClient,
  field: FieldRow,
  { fieldKey, meaning }: ChangeFieldInput,
): Promise<void> {
  if (meaning === field.meaning) return;
  await client.query("UPDATE field SET meaning = $2 WHERE id = $1", [field.id, meaning]);
  await changeColumns(client, fieldKey, { meaning });
  if ([field.meaning, meaning].some((one) => SEARCH_MEANINGS.includes(one)))
    await requestUnification(client, { isForAll: true });
}
