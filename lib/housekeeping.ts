import { REPEAT_HOURS } from "@/lib/api/answer-once";
import { DEVICE_DAYS } from "@/lib/auth/devices";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import { env } from "@/lib/env";
import { enqueue } from "@/lib/jobs/enqueue";
import { forgetOldGrants } from "@/lib/limiter/slots";
import { inviteCount } from "@/lib/profiles/note-profile-change";
import { inviteUnification } from "@/lib/profiles/unification";
import { LEASE_SECONDS } from "@/lib/sources/import-lease";
import { restoreSearchIndex } from "@/lib/profiles/search-index";
import { stagedLines, stagingTable } from "@/lib/sources/stage-rows";

const UPLOAD_HOURS = 24;
const LATE_MS = 60_000;
/** For how long each refresh stands in a segment's trend, and for how long the last of each day. */
const EVERY_COUNT_DAYS = 30;
const DAILY_COUNT_DAYS = 730;

/** Imports, refreshes, lists and work on all profiles whose invitation was lost, or whose worker died, are invited again. */
async function inviteAgain(): Promise<void> {
  const imports = await pool().query<{ id: string }>(
    `SELECT id FROM import WHERE (status = 'queued' AND created_at < now() - interval '1 minute')
       OR (status = 'running' AND heartbeat_at < now() - make_interval(secs => $1))`,
    [LEASE_SECONDS],
  );
  const segments = await pool().query<{ id: string }>(
    "SELECT id FROM segment WHERE refresh_status IN ('queued', 'refreshing') AND updated_at < now() - interval '1 minute'",
  );
  const pushed = await prisma().source.count({
    where: { refreshDue: { lt: new Date(Date.now() - LATE_MS) } },
  });
  const lists = await pool().query<{ id: string }>(
    "SELECT id FROM member_list WHERE status IN ('queued', 'reading') AND heartbeat_at < now() - interval '1 minute'",
  );
  await prisma().$transaction(async (tx) => {
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

/** A file nobody has decided about for a day is dropped: it is personal data, and what it was compared with has aged. */
async function dropUndecided(): Promise<void> {
  await pool().query(
    `UPDATE import SET status = 'canceled', problem_code = 'review_expired', finished_at = now()
     WHERE status = 'review' AND staged_at < now() - interval '${UPLOAD_HOURS} hours'`,
  );
}

/** Drops what has no further use: abandoned uploads, ended sessions, old throttle windows, dead workers. */
async function dropExpired(): Promise<void> {
  const statements = [
    `DELETE FROM upload u WHERE created_at < now() - interval '${UPLOAD_HOURS} hours'
       AND NOT EXISTS (SELECT 1 FROM import i WHERE i.upload_id = u.id AND i.status IN ('queued', 'running', 'review'))`,
    `DELETE FROM member_list WHERE created_at < now() - interval '${UPLOAD_HOURS} hours'`,
    `DELETE FROM segment_count WHERE at < now() - interval '${DAILY_COUNT_DAYS} days'`,
    `DELETE FROM segment_count c WHERE at < now() - interval '${EVERY_COUNT_DAYS} days' AND EXISTS (
       SELECT 1 FROM segment_count later WHERE later.segment_id = c.segment_id AND later.at > c.at
         AND later.at < date_trunc('day', c.at, 'UTC') + interval '1 day')`,
    "DELETE FROM session WHERE expires_at < now()",
    `DELETE FROM session WHERE last_seen_at < now() - interval '${env().SESSION_IDLE_HOURS} hours'`,
    "DELETE FROM user_link WHERE expires_at < now() - interval '1 day'",
    `DELETE FROM known_device WHERE used_at < now() - interval '${DEVICE_DAYS} days'`,
    "DELETE FROM attempt_bucket WHERE used_at < now() - interval '1 hour'",
    `DELETE FROM api_answer WHERE created_at < now() - interval '${REPEAT_HOURS} hours'`,
    "DELETE FROM oauth_state WHERE expires_at < now()",
    "DELETE FROM setup_link WHERE expires_at < now()",
    "DELETE FROM worker_process WHERE seen_at < now() - interval '1 day'",
  ];
  for (const statement of statements) await pool().query(statement);
  await forgetOldGrants();
  await pool().query("SELECT run_data.drop_partitions(current_date)");
}

/** The sweep every worker makes from time to time; safe to run at once in several. */
export async function keepHouse(): Promise<void> {
  await inviteAgain();
  await dropUndecided();
  await dropForsakenStaging();
  await dropExpired();
  await restoreSearchIndex();
}
