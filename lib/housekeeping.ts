import { writeGatheredRefusals } from "@/lib/auth/refused-sign-ins";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";
import { forgetOldGrants } from "@/lib/limiter/slots";
import { tellOfRetirement } from "@/lib/notifications/tell-of-retirement";
import { inviteForgotten } from "@/lib/notifications/outbox/sweep-outbox";
import { inviteCount } from "@/lib/profiles/note-profile-change";
import { ERASURE_LEASE_SECONDS } from "@/lib/privacy/erasure-lease";
import { deleteOld } from "@/lib/retention/delete-old";
import { isRetentionDue } from "@/lib/retention/enforce-retention";
import { inviteUnification } from "@/lib/profiles/unification";
import { REFRESH_LEASE_SECONDS } from "@/lib/segments/open-refresh";
import { LEASE_SECONDS } from "@/lib/sources/import-lease";
import { restoreSearchIndex } from "@/lib/profiles/search-index";
import { stagedLines, stagingTable } from "@/lib/sources/stage-rows";

const LATE_MS = 60_000;

/** Imports, refreshes, lists, erasures and work on all profiles whose invitation was lost, or whose worker died, are invited again. */
async function inviteAgain(): Promise<void> {
  const imports = await pool().query<{ id: string }>(
    `SELECT id FROM import WHERE (status = 'queued' AND created_at < now() - interval '1 minute')
       OR (status = 'running' AND heartbeat_at < now() - make_interval(secs => $1))`,
    [LEASE_SECONDS],
  );
  const segments = await pool().query<{ id: string }>(
    `SELECT DISTINCT segment_id AS id FROM segment_refresh WHERE finished_at IS NULL AND (
         (status = 'queued' AND asked_at < now() - interval '1 minute')
         OR (status = 'refreshing' AND coalesce(heartbeat_at, started_at) < now() - make_interval(secs => $1)))`,
    [REFRESH_LEASE_SECONDS],
  );
  const pushed = await prisma().source.count({
    where: { refreshDue: { lt: new Date(Date.now() - LATE_MS) } },
  });
  const lists = await pool().query<{ id: string }>(
    "SELECT id FROM member_list WHERE status IN ('queued', 'reading') AND heartbeat_at < now() - interval '1 minute'",
  );
  const erasures = await pool().query<{ id: string }>(
    `SELECT id FROM erasure WHERE (status IN ('queued', 'waiting') AND coalesce(due_at, created_at) < now() - interval '1 minute')
       OR (status = 'running' AND heartbeat_at < now() - make_interval(secs => $1))`,
    [ERASURE_LEASE_SECONDS],
  );
  await prisma().$transaction(async (tx) => {
    for (const { id } of erasures.rows) await enqueue(tx, "privacy.erase", { erasureId: id }, { key: id });
    if (pushed > 0) await enqueue(tx, "source.pushed", {}, { key: "all" });
    for (const { id } of imports.rows) await enqueue(tx, "source.import", { importId: id }, { key: id });
    for (const { id } of segments.rows) await enqueue(tx, "segment.refresh", { segmentId: id }, { key: id });
    for (const { id } of lists.rows) await enqueue(tx, "segment.list", { listId: id }, { key: id });
  });
  await inSqlTransaction(async (client) => {
    const { rows } = await client.query<{ unify: boolean; count: boolean }>(
      `SELECT EXISTS (SELECT FROM unification WHERE (status = 'queued' AND requested_at < now() - interval '1 minute')
           OR (status = 'running' AND heartbeat_at < now() - interval '1 minute')) AS unify,
         EXISTS (SELECT FROM profile_change WHERE at < now() - interval '1 minute') AS count`,
    );
    if (rows[0]?.unify) await inviteUnification(client);
    if (rows[0]?.count) await inviteCount(client);
  });
}

/** Drops rows staged by workers that died, or of imports that are over: no claim will ever merge them. */
async function dropForsakenStaging(): Promise<void> {
  // A table that is still locked belongs to a worker that is stuck rather than gone; waiting for it would stop the sweep.
  const { rows } = await pool().query<{ name: string }>(
    `SELECT 'staging.' || c.relname AS name FROM pg_class c
     WHERE c.relnamespace = 'staging'::regnamespace AND c.relkind = 'r'
       AND NOT EXISTS (SELECT 1 FROM pg_locks l WHERE l.relation = c.oid)`,
  );
  const open = await prisma().import.findMany({
    where: { status: { in: ["queued", "running", "review"] } },
    select: { id: true, epoch: true, stagedEpoch: true },
  });
  const inUse = new Set(
    open.flatMap((one) => [
      stagingTable(one),
      stagedLines(one),
      stagingTable({ id: one.id, epoch: one.stagedEpoch ?? one.epoch }),
    ]),
  );
  for (const { name } of rows) if (!inUse.has(name)) await pool().query(`DROP TABLE IF EXISTS ${name}`);
}

/** Drops what has no further use, and has the night's work done when it is time. */
async function dropExpired(): Promise<void> {
  await deleteOld("sweep");
  await forgetOldGrants();
  await pool().query("SELECT run_data.drop_partitions(current_date)");
  if (await isRetentionDue()) await enqueue(prisma(), "retention.enforce", {}, { key: "night" });
}

/** The sweep every worker makes from time to time; safe to run at once in several. */
export async function keepHouse(): Promise<void> {
  await inviteAgain();
  await inviteForgotten();
  await writeGatheredRefusals();
  await tellOfRetirement(new Date());
  await dropExpired();
  await dropForsakenStaging();
  await restoreSearchIndex();
}
