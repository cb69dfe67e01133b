import type { PoolClient } from "pg";

/** What depends on a field, by name. */
export interface FieldUses {
  /** Segments with a condition on it. */
  segments: string[];
  /** Exports that send it. */
  exports: string[];
  /** Exports that take the address from it. */
  identifies: string[];
}

/** Who uses a field. Conditions and mappings name it as their `field`, however deep they stand. */
export async function findFieldUses(client: PoolClient, fieldKey: string): Promise<FieldUses> {
  const names = "$.**.field ? (@ == $key)";
  const { rows } = await client.query<FieldUses>(
    `SELECT
       ARRAY(SELECT name FROM segment
         WHERE jsonb_path_exists(definition, '${names}', jsonb_build_object('key', $1::text)) ORDER BY name) AS segments,
       ARRAY(SELECT name FROM export WHERE removed_at IS NULL AND (identifier_field = $1
         OR jsonb_path_exists(mapping, '${names}', jsonb_build_object('key', $1::text))) ORDER BY name) AS exports,
       ARRAY(SELECT name FROM export WHERE removed_at IS NULL AND identifier_field = $1 ORDER BY name) AS identifies`,
    [fieldKey],
  );
  return rows[0] ?? { segments: [], exports: [], identifies: [] };
}
