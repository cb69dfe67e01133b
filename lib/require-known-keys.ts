import { encryptedColumns } from "@/lib/encrypted-columns";
import { masterKeys } from "@/lib/master-keys";

type Query = (sql: string) => Promise<{ rows: unknown[] }>;

/** Of `v1.<key id>.<content>`, the key's id. */
export const keyIdSql = (column: string) => `split_part(${column}, '.', 2)`;

/**
 * Throws a sentence where stored secrets were encrypted with a key that is not set: a wrong key is to stop the start,
 * and not the first run that needs a secret. Reads only.
 */
export async function requireKnownKeys(query: Query): Promise<void> {
  const provider = masterKeys();
  for (const { table, column } of encryptedColumns) {
    const { rows } = await query(
      `SELECT DISTINCT ${keyIdSql(column)} AS id FROM ${table} WHERE ${column} IS NOT NULL`,
    );
    const ids = (rows as { id: string }[]).map(({ id }) => id);
    const unknown = ids.find((id) => !provider.keyById(id));
    if (unknown !== undefined)
      throw new Error(
        `Secrets in ${table} were encrypted with the master key ${unknown}, and only ${provider.ids().join(", ")} is set. ` +
          "Set FERRY_MASTER_KEY to it, or add it to FERRY_OTHER_MASTER_KEYS. Nothing was changed.",
      );
  }
}
