import type { ClientBase } from "pg";
import type { Destination } from "@/lib/destinations/types";
import { acceptedAddressSql } from "@/lib/profiles/accepted-address-sql";
import type { PlanCounts } from "./counts";
import type { FreezeSubject } from "./freeze";
import { type PersonSql, versionSql } from "./person-sql";
import type { RunSettings } from "./settings-schema";

type Retried = NonNullable<FreezeSubject["retryOf"]>;

interface Frozen {
  subject: FreezeSubject;
  settings: RunSettings;
  person: PersonSql;
  destination: Pick<Destination, "identifierRule">;
}

// Sorting a million addresses spills to disk with less memory, which is PostgreSQL's and not ours. Nothing else of the
// run can go on meanwhile, so a second core is worth its start.
const tuning = `SET LOCAL work_mem = '128MB'; SET LOCAL parallel_setup_cost = 100;
  SET LOCAL parallel_tuple_cost = 0.005`;

const MEMBERS = "p.id IN (SELECT m.profile_id FROM segment_member m WHERE m.segment_id = ANY($1::uuid[]))";

/** Whom an earlier run did not get through to: rejected, unconfirmed, or not sent. */
async function findFailed(
  client: ClientBase,
  { number, expiresOn, problemsExpireOn, runId }: Retried,
): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE failed_person ON COMMIT DROP AS
     SELECT profile_id AS id FROM run_data.outcome
     WHERE expires_on IN ($1, $2) AND run = $3 AND kind IN ('rejected', 'unconfirmed', 'not_sent')
     UNION
     SELECT i.profile_id FROM run_batch b JOIN run_data.item i
       ON i.expires_on = $1 AND i.run = $3 AND i.seq BETWEEN b.first_seq AND b.last_seq
     WHERE b.run_id = $4 AND b.kind = 'send' AND b.state IN ('failed', 'canceled')`,
    [expiresOn, problemsExpireOn, number, runId],
  );
  await client.query("ANALYZE failed_person");
}

/** Members of the excluded segments, by profile and by address: nobody of them is sent under another key either. */
async function findExcluded(client: ClientBase, { settings, person }: Frozen): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE excluded_person ON COMMIT DROP AS
     SELECT p.id, ${person.identifier} AS identifier FROM profile p WHERE ${MEMBERS}`,
    [settings.excludedSegments.map(({ id }) => id)],
  );
  await client.query("ANALYZE excluded_person");
}

/**
 * Decides, once and for all of a run, what is to happen to each member of the segments: the temporary table `frozen`
 * (profile_id, identifier, state, properties, bytes, version, verdict, first_profile). Addresses that were confirmed before
 * need no second look at their shape. Of members with one address the smallest customer key wins (rule 4).
 */
export async function freezeMembers(client: ClientBase, frozen: Frozen): Promise<void> {
  const { settings, person, destination, subject } = frozen;
  await client.query(tuning);
  if (subject.retryOf) await findFailed(client, subject.retryOf);
  const members = subject.retryOf ? `${MEMBERS} AND p.id IN (SELECT id FROM failed_person)` : MEMBERS;
  const hasExcluded = settings.excludedSegments.length > 0;
  if (hasExcluded) await findExcluded(client, frozen);
  const isExcluded = hasExcluded
    ? `(one.id IN (SELECT x.id FROM excluded_person x)
        OR one.identifier IN (SELECT x.identifier FROM excluded_person x WHERE x.identifier <> ''))`
    : "false";
  await client.query(
    `CREATE TEMP TABLE frozen ON COMMIT DROP AS
     SELECT ranked.id AS profile_id, ranked.identifier, ranked.state, ranked.properties, ranked.bytes,
       ranked.version, ranked.first_profile,
       CASE WHEN ranked.is_excluded THEN 'excluded'
         WHEN ranked.identifier = '' THEN 'no_email'
         WHEN entry.identifier IS NULL AND NOT ${acceptedAddressSql(destination.identifierRule, "ranked.identifier")}
           THEN 'invalid_email'
         WHEN ranked.place > 1 THEN 'duplicate'
         WHEN entry.state IS NULL THEN 'add'
         WHEN entry.state <> ranked.state OR ${subject.mode !== "changes"} THEN 'change'
         ELSE 'unchanged' END AS verdict
     FROM (
       SELECT one.*, ${isExcluded} AS is_excluded, row_number() OVER same AS place,
         first_value(one.id) OVER same AS first_profile
       FROM (
         SELECT id, key, version, identifier, properties, ${person.stateOf("written")} AS state,
           octet_length(written) AS bytes
         -- OFFSET 0 keeps PostgreSQL from computing "written" once for each place it is used in.
         FROM (SELECT p.id, p.key, ${versionSql} AS version, ${person.identifier} AS identifier,
             ${person.written} AS written, ${person.properties} AS properties
           FROM profile p WHERE ${members} OFFSET 0) person
       ) one
       WINDOW same AS (PARTITION BY one.identifier ORDER BY one.key COLLATE "C")
     ) ranked
     LEFT JOIN run_data.ledger_entry entry ON entry.ledger_id = $2 AND entry.identifier = ranked.identifier`,
    [settings.segments.map(({ id }) => id), subject.ledgerId],
  );
  await client.query("ANALYZE frozen");
}

type Verdict = "add" | "change" | "unchanged" | "no_email" | "invalid_email" | "duplicate" | "excluded";

/** How many members got which verdict. */
export async function countFrozen(client: ClientBase): Promise<Omit<PlanCounts, "remove">> {
  const { rows } = await client.query<{ verdict: Verdict; people: number }>(
    "SELECT verdict, count(*)::int AS people FROM frozen GROUP BY verdict",
  );
  const of = (verdict: Verdict) => rows.find((row) => row.verdict === verdict)?.people ?? 0;
  return {
    members: rows.reduce((sum, { people }) => sum + people, 0),
    add: of("add"),
    change: of("change"),
    unchanged: of("unchanged"),
    noEmail: of("no_email"),
    invalidEmail: of("invalid_email"),
    duplicate: of("duplicate"),
    excluded: of("excluded"),
  };
}
