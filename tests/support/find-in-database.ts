import { pool } from "@/lib/db";

/** The columns of Ferry's own tables that hold `text` anywhere, as `table.column`. */
export async function columnsHolding(text: string): Promise<string[]> {
  const { rows } = await pool().query<{ place: string; sql: string }>(
    `SELECT table_name || '.' || column_name AS place,
       format('SELECT count(*)::int AS count FROM %I WHERE strpos(%I::text, $1) > 0', table_name, column_name) AS sql
     FROM information_schema.columns WHERE table_schema = 'public'`,
  );
  const holding: string[] = [];
  for (const { place, sql } of rows) {
    const found = await pool().query<{ count: number }>(sql, [text]);
    if ((found.rows[0]?.count ?? 0) > 0) holding.push(place);
  }
  return holding;
}
