import type { PoolClient } from "pg";
import type { SourceColumn } from "./schema";

/** Adds the fields that columns feed and the catalogue does not have yet. A known field stays as it is. */
export async function addFields(client: PoolClient, columns: SourceColumn[]): Promise<void> {
  for (const column of columns.filter((one) => one.isIncluded))
    await client.query(
      `INSERT INTO field (id, key, name, type, meaning) VALUES (gen_random_uuid(), $1, $2, $3::"FieldType", $4)
       ON CONFLICT (key) DO NOTHING`,
      [column.fieldKey, column.fieldName, column.type, column.meaning],
    );
}
