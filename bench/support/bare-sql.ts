import type { PoolClient } from "pg";
import { inSqlTransaction, pool } from "@/lib/db";

// Everybody of a segment once, by normal address, with a digest of what is mapped.
const frozenSql = `
  SELECT DISTINCT ON (address) address, profile_id, state FROM (
    SELECT p.id AS profile_id, p.key, lower(btrim(normalize(p.attributes->>'email', NFKC))) COLLATE "C" AS address,
      md5(concat_ws(E'\\x1f', p.attributes->>'first_name', p.attributes->>'last_name', p.attributes->>'phone',
        p.attributes->>'city', p.attributes->>'country', p.attributes->>'newsletter', p.attributes->>'orders',
        p.attributes->>'spent', p.attributes->>'last_order', p.attributes->>'plan'))::uuid AS state
    FROM segment_member m JOIN profile p ON p.id = m.profile_id WHERE m.segment_id = $1) AS member
  ORDER BY address, key COLLATE "C"`;

/** Keeps what is true now as a run's ledger would, for the join afterwards. */
export async function keepForComparison(segmentId: string): Promise<void> {
  await pool().query("CREATE SCHEMA bench");
  await pool().query(
    'CREATE TABLE bench.kept (address text COLLATE "C" PRIMARY KEY, profile_id bigint, state uuid)',
  );
  await pool().query(`INSERT INTO bench.kept (address, profile_id, state) ${frozenSql}`, [segmentId]);
  await pool().query("VACUUM (ANALYZE) bench.kept");
}

async function freezeAndJoin(client: PoolClient, segmentId: string): Promise<number> {
  const startedAt = performance.now();
  await client.query(`CREATE TEMP TABLE frozen ON COMMIT DROP AS ${frozenSql}`, [segmentId]);
  await client.query("ANALYZE frozen");
  await client.query(
    `CREATE TEMP TABLE difference ON COMMIT DROP AS
     SELECT f.address, f.profile_id, f.state, k.address IS NULL AS is_new, f.address IS NULL AS is_gone
     FROM frozen f FULL JOIN bench.kept k ON k.address = f.address WHERE f.state IS DISTINCT FROM k.state`,
  );
  return (performance.now() - startedAt) / 1_000;
}

/** Seconds that a bare freeze of the segment and its join with what was kept take: the middle of three. */
export async function bareSqlSeconds(segmentId: string): Promise<number> {
  const tries: number[] = [];
  for (let index = 0; index < 3; index++)
    tries.push(await inSqlTransaction((client) => freezeAndJoin(client, segmentId)));
  return tries.sort((left, right) => left - right)[1] ?? 0;
}
