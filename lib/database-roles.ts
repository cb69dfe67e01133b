import pg from "pg";

/** What the application may add to and read, and nothing else: the log, its seals, and which schema this is. */
const kept = ["audit_event", "audit_seal", "_prisma_migrations"];

async function onDatabase<Answer>(
  url: string,
  work: (client: pg.Client) => Promise<Answer>,
): Promise<Answer> {
  const client = new pg.Client({ connectionString: url, application_name: "ferry-migrate" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const roleOf = (url: string) =>
  onDatabase(url, async (client) => {
    const { rows } = await client.query<{ role: string }>("SELECT current_user AS role");
    return rows[0]?.role ?? "";
  });

/** Tables and the like of Ferry's schemas that the application is to own, and does not yet. Extensions' are their own. */
const toHandOver = `SELECT format('ALTER TABLE %I.%I OWNER TO %I', n.nspname, c.relname, $1::text) AS statement
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname IN ('public', 'run_data', 'staging') AND c.relkind IN ('r', 'p', 'v', 'm')
    AND c.relname <> ALL ($2::text[]) AND pg_get_userbyid(c.relowner) <> $1::text
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`;

/**
 * Leaves the audit log with the role of `ownerUrl` and gives everything else to the role of `url`, which from then on
 * can add to the log and read it, and neither change it nor switch off what guards it. Does nothing for one role.
 */
export async function handOver(ownerUrl: string, url: string): Promise<void> {
  const role = await roleOf(url);
  await onDatabase(ownerUrl, async (client) => {
    const { rows: own } = await client.query<{ role: string }>("SELECT current_user AS role");
    if (own[0]?.role === role) return;
    const quoted = pg.escapeIdentifier(role);
    const { rows } = await client.query<{ statement: string }>(toHandOver, [role, kept]);
    await client.query("BEGIN");
    // The queue makes a schema of its own.
    await client.query(`GRANT CREATE ON DATABASE ${pg.escapeIdentifier(client.database ?? "")} TO ${quoted}`);
    await client.query(`GRANT USAGE, CREATE ON SCHEMA public, run_data, staging TO ${quoted}`);
    for (const { statement } of rows) await client.query(statement);
    for (const table of kept) {
      await client.query(`REVOKE ALL ON ${table} FROM ${quoted}, PUBLIC`);
      await client.query(`GRANT SELECT ON ${table} TO ${quoted}`);
    }
    await client.query(`GRANT INSERT ON audit_event, audit_seal TO ${quoted}`);
    await client.query(`GRANT USAGE, SELECT ON SEQUENCE audit_event_id_seq TO ${quoted}`);
    await client.query("COMMIT");
  });
}

/** Whether this process's role could change the audit log: it owns it, or may do everything. */
export async function canAlterAudit(
  query: (sql: string) => Promise<{ rows: { can_alter: boolean }[] }>,
): Promise<boolean> {
  const { rows } = await query(
    `SELECT pg_has_role(c.relowner, 'USAGE') OR has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE') AS can_alter
     FROM pg_class c WHERE c.oid = 'audit_event'::regclass`,
  );
  return rows[0]?.can_alter ?? true;
}
