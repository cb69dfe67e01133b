import { z } from "zod";

type Query = (sql: string, values: (string | null)[]) => Promise<{ rows: unknown[] }>;

const found = z.array(z.object({ is_copy: z.boolean().nullable() }));

/**
 * Marks the installation as paused where its database is not the one it was in: restored from a dump, copied, or under
 * another FERRY_INSTANCE. The server's identifier and the database's number tell. A copy of the server's files has the
 * same, so there only the instance or `npm run pause` can tell. Safe to run in several processes at once.
 */
export async function detectCopy(query: Query, instance: string | undefined): Promise<boolean> {
  const { rows } = await query(
    `UPDATE installation i SET database = here.database, instance = coalesce($1::text, i.instance),
       paused_at = CASE WHEN i.database <> here.database OR i.instance <> $1::text THEN now() ELSE i.paused_at END
     FROM (SELECT system_identifier || '/' || d.oid AS database
       FROM pg_control_system(), pg_database d WHERE d.datname = current_database()) here
     WHERE i.id = 1 AND (i.database IS DISTINCT FROM here.database
       OR ($1::text IS NOT NULL AND i.instance IS DISTINCT FROM $1::text))
     RETURNING paused_at = now()::timestamptz(3) AS is_copy`,
    [instance ?? null],
  );
  return found.parse(rows)[0]?.is_copy ?? false;
}
