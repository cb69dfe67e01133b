import type { PoolClient } from "pg";
import { advisoryLocks } from "@/lib/advisory-locks";
import { noteProfileChange } from "@/lib/profiles/note-profile-change";
import { lockProfiles } from "@/lib/profiles/unify-profiles";
import { inviteAllRefreshes } from "@/lib/segments/refresh-all-segments";
import { lockProfileRemoval } from "@/lib/segments/lock-profile-removal";
import { type Asked, type Person, findPerson } from "./find-person";
import { aloneInSql } from "./mentions";
import { findNamedIn } from "./named-in-rules";
import { type ErasureReport, emptyReport } from "./report";
import { keepTombstoneKeyId, tombstonePads } from "./tombstone-key";
import { addTombstones, padsOf } from "./tombstones";
import { ERASED_PREFIX, withdrawFromRuns } from "./withdraw-from-runs";

async function count(client: PoolClient, sql: string, values: unknown[]): Promise<number> {
  return (await client.query(sql, values)).rowCount ?? 0;
}

async function eraseRecords(client: PoolClient, keys: string[]): Promise<ErasureReport["sources"]> {
  const { rows } = await client.query<ErasureReport["sources"][number]>(
    `WITH gone AS (DELETE FROM source_record WHERE key = ANY ($1) RETURNING source_id)
     SELECT s.id, s.name, count(*)::int AS records FROM gone JOIN source s ON s.id = gone.source_id
     GROUP BY s.id, s.name ORDER BY s.name`,
    [keys],
  );
  return rows;
}

/** Lists that were read and not saved yet. */
async function eraseListLines(client: PoolClient, person: Person): Promise<number> {
  const found = await count(client, "DELETE FROM member_list_person WHERE profile_id = ANY ($1::bigint[])", [
    person.profileIds,
  ]);
  const { rows } = await client.query<{ lines: number }>(
    `WITH gone AS (
       DELETE FROM member_list_unknown WHERE run_data.normal_address(value) ~* $1 RETURNING list_id),
     counted AS (SELECT list_id, count(*)::int AS lines FROM gone GROUP BY list_id),
     noted AS (
       UPDATE member_list l SET unknown = unknown - c.lines, erased = erased + c.lines
       FROM counted c WHERE l.id = c.list_id)
     SELECT coalesce(sum(lines), 0)::int AS lines FROM counted`,
    [aloneInSql(person)],
  );
  return found + (rows[0]?.lines ?? 0);
}

/** The hashes of addresses, as entries that stay are known by. */
async function hashAddresses(client: PoolClient, addresses: string[]): Promise<Map<string, string>> {
  const { rows } = await client.query<{ address: string; hash: string }>(
    `SELECT address, $4 || encode(keyed_hash('address:' || address, $1, $2), 'hex') AS hash
     FROM unnest($3::text[]) AS address`,
    [...padsOf(tombstonePads()), addresses, ERASED_PREFIX],
  );
  return new Map(rows.map(({ address, hash }) => [address, hash]));
}

/**
 * What the ledgers know of the person goes. Where the export takes off who left, and the destination's id is known, the
 * entry stays under its hash and with that id, which is all that taking them off needs.
 */
async function eraseEntries(
  client: PoolClient,
  { addresses, profileIds }: Person,
  hashOf: ReadonlyMap<string, string>,
): Promise<{ entries: number; keptEntries: number }> {
  const isTheirs = "(entry.identifier = ANY ($1) OR entry.profile_id = ANY ($2::bigint[]))";
  const kept = await count(
    client,
    `UPDATE run_data.ledger_entry entry SET identifier = hashed.hash, profile_id = 0, state = NULL, filled = NULL,
       left_run = coalesce(entry.left_run, entry.changed_run)
     FROM ledger l, export e, unnest($3::text[], $4::text[]) AS hashed (address, hash)
     WHERE ${isTheirs} AND hashed.address = entry.identifier AND l.id = entry.ledger_id AND e.id = l.export_id
       AND e.removed_at IS NULL AND e.leavers = 'remove' AND e.list_id = l.list_id AND entry.remote_id IS NOT NULL`,
    [addresses, profileIds, [...hashOf.keys()], [...hashOf.values()]],
  );
  const gone = await count(client, `DELETE FROM run_data.ledger_entry entry WHERE ${isTheirs}`, [
    addresses,
    profileIds,
  ]);
  return { entries: kept + gone, keptEntries: kept };
}

async function eraseProfiles(client: PoolClient, { keys, profileIds }: Person) {
  const members = await client.query("SELECT 1 FROM segment_member WHERE profile_id = ANY ($1::bigint[])", [
    profileIds,
  ]);
  // Their memberships go with them, by a trigger.
  const customers = await count(client, "DELETE FROM profile WHERE key = ANY ($1)", [keys]);
  if (customers > 0) {
    await noteProfileChange(client);
    await inviteAllRefreshes(client);
  }
  return { customers, memberships: members.rowCount ?? 0 };
}

/**
 * Erases somebody from all that Ferry works with, in one transaction. Once it commits, no run sends them and nothing
 * brings them back. What ended runs and files hold is taken out afterwards (scrub-history.ts, scrub-files.ts).
 */
export async function commitErasure(
  client: PoolClient,
  asked: Asked,
): Promise<{ person: Person; report: ErasureReport }> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.erasure]);
  await lockProfiles(client);
  await lockProfileRemoval(client);
  const person = await findPerson(client, asked);
  const hashOf = await hashAddresses(client, person.addresses);
  await keepTombstoneKeyId(client);
  const report = emptyReport();
  report.hashes = await addTombstones(client, person);
  report.namedIn = await findNamedIn(client, person);
  report.sources = await eraseRecords(client, person.keys);
  Object.assign(report, await eraseProfiles(client, person));
  Object.assign(report, await eraseEntries(client, person, hashOf));
  report.openRuns = await withdrawFromRuns(client, person, hashOf);
  report.listLines = await eraseListLines(client, person);
  return { person, report };
}
