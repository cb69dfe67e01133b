import type { PoolClient } from "pg";
import { erasedPads, isErasedSql, padsOf } from "@/lib/privacy/tombstones";

export interface ListCounts {
  matched: number;
  unknown: number;
  /** Lines about people who were erased; nothing of them is kept. */
  erased: number;
  repeated: number;
  members: number;
}

/** The values of a list as they stand in its lines; gone with the transaction. */
export async function openStage(client: PoolClient): Promise<void> {
  await client.query(
    'CREATE TEMP TABLE listed (line int, value text, wanted text COLLATE "C") ON COMMIT DROP',
  );
}

export async function stageValues(
  client: PoolClient,
  { lines, values, isAddress }: { lines: number[]; values: string[]; isAddress: boolean },
): Promise<void> {
  const wanted = isAddress ? "run_data.normal_address(value)" : "value";
  await client.query(
    `INSERT INTO listed SELECT line, value, ${wanted} FROM unnest($1::int[], $2::text[]) AS one (line, value)`,
    [lines, values],
  );
}

async function takeOutErased(client: PoolClient, field: string | null): Promise<number> {
  const pads = await erasedPads(client);
  if (!pads) return 0;
  const said = field === null ? { key: "value", addresses: [] } : { addresses: ["value"] };
  const { rowCount } = await client.query(
    `DELETE FROM listed WHERE ${isErasedSql(said, "$1, $2")}`,
    padsOf(pads),
  );
  return rowCount ?? 0;
}

/**
 * Compares what was staged with everybody's key, or with their address in `field`; keeps the people found and the lines
 * that name nobody. Of lines that say the same the first counts.
 */
export async function matchStaged(
  client: PoolClient,
  { listId, field }: { listId: string; field: string | null },
): Promise<ListCounts> {
  const erased = await takeOutErased(client, field);
  await client.query("ANALYZE listed");
  await client.query('CREATE TEMP TABLE found (id bigint, wanted text COLLATE "C") ON COMMIT DROP');
  const of = field === null ? "p.key" : "run_data.normal_address(p.attributes->>$1::text)";
  await client.query(
    `INSERT INTO found SELECT p.id, l.wanted FROM (SELECT DISTINCT wanted FROM listed) l
     JOIN profile p ON ${of} COLLATE "C" = l.wanted`,
    field === null ? [] : [field],
  );
  const people = await client.query(
    "INSERT INTO member_list_person (list_id, profile_id) SELECT DISTINCT $1::uuid, id FROM found",
    [listId],
  );
  const { rows } = await client.query<Omit<ListCounts, "members" | "erased">>(
    `WITH ranked AS (
       SELECT line, value, wanted, row_number() OVER (PARTITION BY wanted ORDER BY line) > 1 AS is_repeated FROM listed),
     judged AS (
       SELECT line, value, is_repeated, NOT is_repeated AND wanted IN (SELECT wanted FROM found) AS is_matched FROM ranked),
     lost AS (
       INSERT INTO member_list_unknown (list_id, line, value)
       SELECT $1::uuid, line, value FROM judged WHERE NOT is_repeated AND NOT is_matched)
     SELECT count(*) FILTER (WHERE is_matched)::int AS matched, count(*) FILTER (WHERE is_repeated)::int AS repeated,
       count(*) FILTER (WHERE NOT is_repeated AND NOT is_matched)::int AS unknown FROM judged`,
    [listId],
  );
  const { matched, repeated, unknown } = rows[0] ?? { matched: 0, repeated: 0, unknown: 0 };
  return { matched, repeated, unknown, erased, members: people.rowCount ?? 0 };
}
