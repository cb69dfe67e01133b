import type { ClientBase } from "pg";
import type { Destination } from "@/lib/destinations/types";
import { tombstonePads } from "@/lib/privacy/tombstone-key";
import { hasTombstones, isErasedSql, padsOf } from "@/lib/privacy/tombstones";
import { acceptedAddressSql } from "@/lib/profiles/accepted-address-sql";
import type { PlanCounts } from "../counts";
import type { FreezeSubject } from "./freeze";
import type { PersonSql } from "./person-sql";
import type { RunSettings } from "../settings-schema";

type Retried = NonNullable<FreezeSubject["retryOf"]>;

interface Frozen {
  subject: FreezeSubject;
  settings: RunSettings;
  person: PersonSql;
  destination: Pick<Destination, "identifierRule">;
  /** Whether the ledger knows nobody yet. */
  isFirst: boolean;
}

// A join of a million addresses spills to disk with less memory, which is PostgreSQL's and not ours. Nothing else of
// the run can go on meanwhile, so a second core is worth its start.
const tuning = `SET LOCAL work_mem = '256MB'; SET LOCAL parallel_setup_cost = 100;
  SET LOCAL parallel_tuple_cost = 0.005`;

const MEMBERS = "p.id IN (SELECT m.profile_id FROM segment_member m WHERE m.segment_id = ANY($1::uuid[]))";

const VALID = "verdict IN ('add', 'change', 'unchanged')";

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

/** Members who were erased, by their key or by the address the export sends to. Answers whether there are any. */
async function findErased(
  client: ClientBase,
  { settings, person }: Frozen,
  members: string,
): Promise<boolean> {
  if (!(await hasTombstones(client))) return false;
  const { rowCount } = await client.query(
    `CREATE TEMP TABLE erased_person ON COMMIT DROP AS
     SELECT p.id FROM profile p
     WHERE ${members} AND (${isErasedSql({ key: "p.key", addresses: [person.identifier] }, "$2, $3")})`,
    [settings.segments.map(({ id }) => id), ...padsOf(tombstonePads())],
  );
  return (rowCount ?? 0) > 0;
}

const DIGEST = "hashtextextended(identifier, 0)";

/** Of valid members with one address, all but the one of the smallest customer key become duplicates (rule 4). */
async function markDuplicates(client: ClientBase, isFirst: boolean): Promise<void> {
  // Whom the ledger knows under the address has it alone, unless somebody came whom it does not.
  const suspected = isFirst
    ? ""
    : `AND ${DIGEST} IN (SELECT ${DIGEST} FROM frozen WHERE NOT is_known AND ${VALID})`;
  // By digests first: a million short numbers are counted in half the time. Two addresses with one digest do no harm.
  const { rowCount } = await client.query(
    `CREATE TEMP TABLE shared_digest ON COMMIT DROP AS
     SELECT ${DIGEST} AS digest FROM frozen WHERE ${VALID} ${suspected} GROUP BY 1 HAVING count(*) > 1`,
  );
  if (rowCount === 0) return;
  await client.query(
    `CREATE TEMP TABLE shared_address ON COMMIT DROP AS
     SELECT DISTINCT identifier FROM frozen
     WHERE ${VALID} AND ${DIGEST} IN (SELECT digest FROM shared_digest)`,
  );
  await client.query("ANALYZE shared_address");
  await client.query(
    `UPDATE frozen SET verdict = 'duplicate', first_profile = ranked.first_profile
     FROM (
       SELECT profile_id, row_number() OVER same AS place, first_value(profile_id) OVER same AS first_profile
       FROM frozen JOIN shared_address USING (identifier) JOIN profile p ON p.id = profile_id
       WHERE ${VALID} WINDOW same AS (PARTITION BY identifier ORDER BY p.key COLLATE "C")
     ) ranked
     WHERE ranked.place > 1 AND ranked.profile_id = frozen.profile_id`,
  );
}

/**
 * Decides, once and for all of a run, what is to happen to each member of the segments: the temporary table `frozen`
 * (profile_id, identifier, verdict, is_back, is_known, first_profile). Addresses that were confirmed before need no second look
 * at their shape. What is sent is digested only where the ledger has something to compare it with.
 */
export async function freezeMembers(client: ClientBase, frozen: Frozen): Promise<void> {
  const { settings, person, destination, subject, isFirst } = frozen;
  await client.query(tuning);
  if (subject.retryOf) await findFailed(client, subject.retryOf);
  const members = subject.retryOf ? `${MEMBERS} AND p.id IN (SELECT id FROM failed_person)` : MEMBERS;
  const hasExcluded = settings.excludedSegments.length > 0;
  if (hasExcluded) await findExcluded(client, frozen);
  const excluded = hasExcluded
    ? `WHEN (person.id IN (SELECT x.id FROM excluded_person x)
         OR person.identifier IN (SELECT x.identifier FROM excluded_person x WHERE x.identifier <> '')) THEN 'excluded'`
    : "";
  const erased = (await findErased(client, frozen, members))
    ? "WHEN person.id IN (SELECT x.id FROM erased_person x) THEN 'erased'"
    : "";
  const isCompared = !isFirst && subject.mode === "changes";
  await client.query(
    `CREATE TEMP TABLE frozen ON COMMIT DROP AS
     SELECT person.id AS profile_id, person.identifier, entry.left_run IS NOT NULL AS is_back,
       entry.profile_id IS NOT DISTINCT FROM person.id AS is_known, NULL::bigint AS first_profile,
       CASE ${erased} ${excluded} WHEN person.identifier = '' THEN 'no_email'
         WHEN entry.identifier IS NULL AND NOT ${acceptedAddressSql(destination.identifierRule, "person.identifier")}
           THEN 'invalid_email'
         WHEN entry.state IS NULL THEN 'add'
         WHEN ${isCompared ? "entry.state <> person.state" : "true"} THEN 'change'
         ELSE 'unchanged' END AS verdict
     FROM (SELECT p.id, ${person.identifier} AS identifier,
         ${isCompared ? person.stateOf(person.written) : "NULL::bigint"} AS state
       -- OFFSET 0 keeps PostgreSQL from computing them once for each place they are used in.
       FROM profile p WHERE ${members} OFFSET 0) person
     LEFT JOIN run_data.ledger_entry entry ON entry.ledger_id = $2 AND entry.identifier = person.identifier`,
    [settings.segments.map(({ id }) => id), subject.ledgerId],
  );
  await client.query("ANALYZE frozen");
  await markDuplicates(client, isFirst);
}

/** Members whom the run has dealt with before (sent-before.ts) are counted there. */
type Verdict =
  | "add"
  | "change"
  | "unchanged"
  | "no_email"
  | "invalid_email"
  | "duplicate"
  | "excluded"
  | "erased";

/** How many members got which verdict. */
export async function countFrozen(client: ClientBase): Promise<Omit<PlanCounts, "remove">> {
  const { rows } = await client.query<{ verdict: Verdict; people: number }>(
    "SELECT verdict, count(*)::int AS people FROM frozen WHERE verdict <> 'sent' GROUP BY verdict",
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
    erased: of("erased"),
  };
}
