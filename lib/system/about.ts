import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import { destinations } from "@/lib/destinations/registry";
import { tombstoneKeyProblem } from "@/lib/privacy/tombstone-key";
import { findErasedUnknown } from "@/lib/privacy/tombstones";
import { version } from "@/lib/version";
import { daysUntil, isNear } from "./retirement";

/** Seconds after which a worker that did not renew its row counts as gone. */
const PRESENCE_SECONDS = 30;

async function describeDatabase() {
  const { rows } = await pool().query<{ version: string; bytes: string }>(
    "SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes",
  );
  return { version: rows[0]?.version ?? "", bytes: Number(rows[0]?.bytes ?? 0) };
}

async function listWorkers() {
  const seenAt = { gt: new Date(Date.now() - PRESENCE_SECONDS * 1000) };
  const rows = await prisma().workerProcess.findMany({ where: { seenAt }, orderBy: { startedAt: "asc" } });
  return rows.map(({ id, host, pid, version: itsVersion, startedAt, seenAt: seen }) => ({
    id,
    host,
    pid,
    version: itsVersion,
    startedAt: startedAt.toISOString(),
    seenAt: seen.toISOString(),
  }));
}

function standingOf(endsOn: string | null, now: Date) {
  if (endsOn === null) return { daysLeft: null, isNear: false };
  return { daysLeft: daysUntil(endsOn, now), isNear: isNear(endsOn, now) };
}

/** What this installation is made of, and until when the APIs it speaks are there. */
export async function getAbout(actor: Actor, now = new Date()) {
  requirePermission(actor, "system:read");
  return {
    version,
    /** Why exports, and once people were erased imports, stand still; null where they do not. */
    keyProblem: (await findErasedUnknown(pool())) ?? (await tombstoneKeyProblem(prisma())),
    database: await describeDatabase(),
    workers: await listWorkers(),
    apis: destinations.map(({ key, label, api }) => ({ key, label, ...api, ...standingOf(api.endsOn, now) })),
  };
}
export type About = Awaited<ReturnType<typeof getAbout>>;
