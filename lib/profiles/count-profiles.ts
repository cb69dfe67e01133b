import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool } from "@/lib/db";

export interface ProfileCount {
  count: number;
  /** False where it is PostgreSQL's estimate. */
  isExact: boolean;
}

// Up to here counting takes a few milliseconds.
const COUNTED = 10_000;

/**
 * How many people there are. Many are not counted for every look at them: what was counted with the fields stands while
 * nobody has changed since, and until the next count it is an estimate, called one.
 */
export async function countProfiles(actor: Actor): Promise<ProfileCount> {
  requirePermission(actor, "profile:read");
  const { rows } = await pool().query<{
    few: number;
    kept: number | null;
    isCurrent: boolean;
    estimate: number;
  }>(
    `SELECT (SELECT count(*)::int FROM (SELECT FROM profile LIMIT ${COUNTED + 1}) one) AS few,
       (SELECT profiles FROM field_count) AS kept,
       NOT EXISTS (SELECT FROM profile_change) AS "isCurrent",
       (SELECT reltuples::int FROM pg_class WHERE oid = 'profile'::regclass) AS estimate`,
  );
  const { few = 0, kept = null, isCurrent = false, estimate = 0 } = rows[0] ?? {};
  if (few <= COUNTED) return { count: few, isExact: true };
  if (kept !== null && isCurrent) return { count: kept, isExact: true };
  return { count: Math.max(estimate, few), isExact: false };
}
