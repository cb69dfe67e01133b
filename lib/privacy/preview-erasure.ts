import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import { requireDestination } from "@/lib/destinations/registry";
import { type Result, accepted, refused } from "@/lib/errors";
import { listFields } from "@/lib/profiles/fields";
import { maskEmail, maskSample } from "@/lib/profiles/mask";
import { type Asked, type Person, findPerson } from "./find-person";
import { findNamedIn } from "./named-in-rules";
import { tombstoneKeyProblem } from "./tombstone-key";

/** Customers that are shown by name; more are counted. */
const MOST_SHOWN = 20;

async function maskCustomers(actor: Actor, { profileIds }: Person) {
  const fields = await listFields(actor);
  const { rows } = await pool().query<{ id: string; key: string; attributes: Record<string, string> }>(
    "SELECT id::text, key, attributes FROM profile WHERE id = ANY ($1::bigint[]) ORDER BY id LIMIT $2",
    [profileIds, MOST_SHOWN],
  );
  const shown = fields.filter(({ meaning }) =>
    ["full_name", "first_name", "last_name", "email"].includes(meaning),
  );
  return rows.map(({ id, key, attributes }) => ({
    id,
    key: key.length > 3 ? `${key.slice(0, 2)}•••` : key,
    values: shown
      .filter((field) => attributes[field.key] !== undefined)
      .map((field) => String(maskSample(field.meaning, attributes[field.key] ?? ""))),
  }));
}

interface Named {
  id: string;
  name: string;
}

async function findSources({ keys }: Person) {
  const { rows } = await pool().query<Named & { records: number }>(
    `SELECT s.id, s.name, count(*)::int AS records FROM source_record r JOIN source s ON s.id = r.source_id
     WHERE r.key = ANY ($1) GROUP BY s.id, s.name ORDER BY s.name`,
    [keys],
  );
  return rows;
}

async function findSegments({ profileIds }: Person) {
  const { rows } = await pool().query<Named>(
    `SELECT DISTINCT s.id, s.name FROM segment_member m JOIN segment s ON s.id = m.segment_id
     WHERE m.profile_id = ANY ($1::bigint[]) ORDER BY s.name`,
    [profileIds],
  );
  return rows;
}

/** Lists that the person was sent to, as the exports call them. */
async function findLists({ addresses, profileIds }: Person) {
  const { rows } = await pool().query<{
    exportId: string;
    exportName: string;
    isRemoved: boolean;
    list: string;
  }>(
    `SELECT DISTINCT e.id AS "exportId", e.name AS "exportName", e.removed_at IS NOT NULL AS "isRemoved",
       CASE WHEN e.list_id = l.list_id THEN e.list_name ELSE l.list_id END AS list
     FROM run_data.ledger_entry entry JOIN ledger l ON l.id = entry.ledger_id JOIN export e ON e.id = l.export_id
     WHERE entry.identifier = ANY ($1) OR entry.profile_id = ANY ($2::bigint[]) ORDER BY e.name`,
    [addresses, profileIds],
  );
  return rows;
}

async function countRuns({ addresses, profileIds }: Person): Promise<number> {
  const { rows } = await pool().query<{ runs: number }>(
    `SELECT count(DISTINCT run)::int AS runs FROM (
       SELECT run FROM run_data.item WHERE profile_id = ANY ($2::bigint[]) OR identifier = ANY ($1)
       UNION ALL SELECT run FROM run_data.outcome WHERE profile_id = ANY ($2::bigint[]) OR identifier = ANY ($1)) told`,
    [addresses, profileIds],
  );
  return rows[0]?.runs ?? 0;
}

/** Connections that can be asked to erase the person too, and whether the person was sent over them. */
async function findConnections({ addresses, profileIds }: Person) {
  const { rows } = await pool().query<
    Named & { destination: string; accountName: string | null; wasSent: boolean }
  >(
    `SELECT c.id, c.name, c.destination, c.account_name AS "accountName", EXISTS (
       SELECT FROM ledger l JOIN run_data.ledger_entry entry ON entry.ledger_id = l.id
       WHERE l.account_id = c.account_id AND (entry.identifier = ANY ($1) OR entry.profile_id = ANY ($2::bigint[]))
     ) AS "wasSent" FROM connection c WHERE c.status = 'active' ORDER BY c.name`,
    [addresses, profileIds],
  );
  return rows.map(({ destination, ...row }) => {
    const { label, erasureScope } = requireDestination(destination);
    return { ...row, label, scope: erasureScope };
  });
}

/** What erasing somebody would reach, place by place, masked: enough to know the right one was found. */
export async function previewErasure(actor: Actor, asked: Asked) {
  requirePermission(actor, "privacy:erase");
  const problem = await tombstoneKeyProblem(prisma());
  if (problem) return refused(problem);
  const person = await findPerson(pool(), asked);
  const [sources, segments] = [await findSources(person), await findSegments(person)];
  return accepted({
    customers: await maskCustomers(actor, person),
    customerCount: person.profileIds.length,
    addresses: person.addresses.map(maskEmail),
    sources,
    segments,
    lists: await findLists(person),
    runs: await countRuns(person),
    connections: await findConnections(person),
    namedIn: await findNamedIn(pool(), person),
  });
}
type Preview = Awaited<ReturnType<typeof previewErasure>>;
export type ErasurePreview = Extract<Preview, { ok: true }>["value"];
export type ErasurePreviewResult = Result<ErasurePreview>;
