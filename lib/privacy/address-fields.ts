import type { ClientBase, Pool } from "pg";

/** The keys of fields that hold addresses: by their meaning, or because an export sends to them. */
export async function addressFields(client: ClientBase | Pool): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>(
    `SELECT key FROM field WHERE meaning = 'email' UNION SELECT identifier_field FROM export ORDER BY key`,
  );
  return rows.map(({ key }) => key);
}
