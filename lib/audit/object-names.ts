import { pool } from "@/lib/db";
import { isId } from "@/lib/is-id";

/** How an object is called now, and the page that shows it. */
export interface NamedObject {
  name: string;
  /** Null where it has no page, or is gone. */
  href: string | null;
}

interface Kind {
  /** Answers `id`, `name` and `is_there` of the rows with the ids in $1. */
  sql: string;
  href?: (id: string) => string;
}

const named = (table: string, isThere = "true") =>
  `SELECT id::text, name, ${isThere} AS is_there FROM "${table}" WHERE id = ANY ($1::uuid[])`;

const kinds: Record<string, Kind> = {
  user: { sql: named("user") },
  export: { sql: named("export", "removed_at IS NULL"), href: (id) => `/data/exports/${id}` },
  segment: { sql: named("segment"), href: (id) => `/data/segments/${id}` },
  source: { sql: named("source"), href: (id) => `/data/sources/${id}` },
  connection: { sql: named("connection", "status <> 'removed'"), href: (id) => `/admin/connections/${id}` },
  api_token: { sql: named("api_token"), href: () => "/admin/api" },
  field: { sql: named("field"), href: () => "/data/customers/fields" },
  run: {
    sql: "SELECT id::text, number::text AS name, true AS is_there FROM run WHERE id = ANY ($1::uuid[])",
    href: (id) => `/data/runs/${id}`,
  },
};

interface ObjectRow {
  id: string;
  name: string;
  is_there: boolean;
}

/** The names of objects as they are now, by `type:id`; what is gone has none. */
export async function readObjectNames(
  objects: readonly { type: string; id: string | null }[],
): Promise<Map<string, NamedObject>> {
  const names = new Map<string, NamedObject>();
  for (const [type, some] of Map.groupBy(objects, ({ type }) => type)) {
    const kind = kinds[type];
    const ids = [...new Set(some.map(({ id }) => id ?? "").filter(isId))];
    if (!kind || ids.length === 0) continue;
    const { rows } = await pool().query<ObjectRow>(kind.sql, [ids]);
    for (const { id, name, is_there } of rows)
      names.set(`${type}:${id}`, { name, href: is_there ? (kind.href?.(id) ?? null) : null });
  }
  return names;
}
