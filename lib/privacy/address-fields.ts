import type { ClientBase, Pool } from "pg";

/** Whether a field may hold addresses: by its meaning, which one field has, or by its name, as a second one would. */
export function mayHoldAddresses({ key, meaning }: { key: string; meaning: string }): boolean {
  return meaning === "email" || key.includes("mail");
}

/** The keys of fields that may hold addresses, those that exports send to included. */
export async function addressFields(client: ClientBase | Pool): Promise<string[]> {
  const { rows } = await client.query<{ key: string; meaning: string }>(
    `SELECT key, meaning FROM field UNION SELECT identifier_field, 'email' FROM export ORDER BY key`,
  );
  return [...new Set(rows.filter(mayHoldAddresses).map(({ key }) => key))];
}
