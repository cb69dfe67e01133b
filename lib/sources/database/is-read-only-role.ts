import type { Ask } from "./ask";

/** Whether the role may neither do everything nor change a row or make a table anywhere that it can look. */
export async function isReadOnlyRole(ask: Ask): Promise<boolean> {
  const { rows } = await ask(
    `SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
       OR EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
       OR EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND has_schema_privilege(n.oid, 'CREATE'))`,
  );
  return rows[0]?.[0] !== "t";
}
