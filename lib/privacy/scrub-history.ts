import { inSqlTransaction, pool } from "@/lib/db";
import type { Person } from "./find-person";

const isTheirs = "(profile_id = ANY ($1::bigint[]) OR identifier = ANY ($2))";

/** What is done to a person's rows in the tables of a kind; counts of runs stay as they are (rule 14). */
const scrubs = {
  item: [`UPDATE %t SET profile_id = 0, identifier = '' WHERE ${isTheirs}`],
  outcome: [
    `UPDATE %t SET profile_id = 0, identifier = NULL, detail = NULL WHERE ${isTheirs}`,
    "UPDATE %t SET other_profile_id = 0 WHERE other_profile_id = ANY ($1::bigint[]) AND $2::text[] IS NOT NULL",
  ],
  warning: ["UPDATE %t SET profile_id = 0 WHERE profile_id = ANY ($1::bigint[]) AND $2::text[] IS NOT NULL"],
};

async function partitionsOf(parent: string): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1`,
    [`run_data.${parent}`],
  );
  return rows.map(({ name }) => name);
}

const NO_SUCH_TABLE = "42P01";

/** A partition at a time, so that runs wait for none of them for long. One that was dropped meanwhile has no rows. */
async function scrubPartition(partition: string, statements: string[], person: Person): Promise<number> {
  return inSqlTransaction(async (client) => {
    let rows = 0;
    for (const statement of statements) {
      const sql = statement.replace("%t", partition);
      rows += (await client.query(sql, [person.profileIds, person.addresses])).rowCount ?? 0;
    }
    return rows;
  }).catch((error: { code?: string }) => {
    if (error.code === NO_SUCH_TABLE) return 0;
    throw error;
  });
}

/** Takes a person's identity out of what runs wrote about them. Done again it finds nothing. Answers the rows. */
export async function scrubHistory(person: Person): Promise<number> {
  let rows = 0;
  for (const [parent, statements] of Object.entries(scrubs))
    for (const partition of await partitionsOf(parent))
      rows += await scrubPartition(partition, statements, person);
  return rows;
}
