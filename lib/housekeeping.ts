import { pool, prisma } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";
import { LEASE_SECONDS } from "@/lib/sources/import-lease";

const UPLOAD_HOURS = 24;

/** Imports and refreshes whose invitation was lost, or whose worker died, are invited again. */
async function inviteAgain(): Promise<void> {
  const imports = await pool().query<{ id: string }>(
    `SELECT id FROM import WHERE (status = 'queued' AND created_at < now() - interval '1 minute')
       OR (status = 'running' AND heartbeat_at < now() - make_interval(secs => $1))`,
    [LEASE_SECONDS],
  );
  const segments = await pool().query<{ id: string }>(
    "SELECT id FROM segment WHERE refresh_status IN ('queued', 'refreshing') AND updated_at < now() - interval '1 minute'",
  );
  await prisma().$transaction(async (tx) => {
    for (const { id } of imports.rows) await enqueue(tx, "source.import", { importId: id }, { key: id });
    for (const { id } of segments.rows) await enqueue(tx, "segment.refresh", { segmentId: id }, { key: id });
  });
}

/** Drops what has no further use: abandoned uploads, ended sessions, old throttle windows, dead workers. */
async function dropExpired(): Promise<void> {
  const statements = [
    `DELETE FROM upload u WHERE created_at < now() - interval '${UPLOAD_HOURS} hours'
       AND NOT EXISTS (SELECT 1 FROM import i WHERE i.upload_id = u.id AND i.status IN ('queued', 'running'))`,
    "DELETE FROM session WHERE expires_at < now()",
    "DELETE FROM sign_in_bucket WHERE started_at < now() - interval '1 hour'",
    "DELETE FROM setup_link WHERE expires_at < now()",
    "DELETE FROM worker_process WHERE seen_at < now() - interval '1 day'",
  ];
  for (const statement of statements) await pool().query(statement);
}

/** The sweep every worker makes from time to time; safe to run at once in several. */
export async function keepHouse(): Promise<void> {
  await inviteAgain();
  await dropExpired();
}
