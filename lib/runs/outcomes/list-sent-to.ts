import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool } from "@/lib/db";
import { PEOPLE_DAYS, PROBLEM_DAYS } from "../create-run";
import { type Outcome, outcomes } from "../counts";

/** What became of one person in one run, for their card. */
export interface SentTo {
  exportId: string;
  exportName: string;
  /** Removed exports have no page any more; their runs do. */
  isExportRemoved: boolean;
  listName: string;
  runId: string;
  runNumber: string;
  at: string;
  /** `left`: no longer in the segments, and left on the list. */
  outcome: Outcome | "left";
}

/** Newest lines of a card. */
const MOST_LINES = 50;
/** Newest runs that are looked through for what they wrote about the person. */
const MOST_RUNS = 200;

const line = `x.id AS "exportId", x.name AS "exportName", x.removed_at IS NOT NULL AS "isExportRemoved",
  coalesce(r.settings->>'listName', x.list_name) AS "listName", r.id AS "runId", r.number::text AS "runNumber",
  coalesce(r.finished_at, r.planned_at, r.created_at) AS at`;

// By address, which the ledger is kept by: a look into each ledger, however many people stand in it.
const standing = `
  SELECT x.id AS export_id, e.added_run, e.changed_run, e.left_run, e.state IS NULL AS is_open
  FROM profile p
  CROSS JOIN export x
  JOIN ledger l ON l.export_id = x.id
  JOIN run_data.ledger_entry e ON e.ledger_id = l.id
    AND e.identifier = run_data.normal_address(p.attributes ->> x.identifier_field) AND e.profile_id = p.id
  WHERE p.id = $1`;

const confirmed = `
  SELECT ${line}, told.outcome
  FROM standing s
  CROSS JOIN LATERAL (VALUES
    (s.added_run, CASE WHEN s.is_open AND s.changed_run = s.added_run THEN 'unconfirmed' ELSE 'added' END),
    (CASE WHEN s.changed_run <> s.added_run THEN s.changed_run END,
      CASE WHEN s.is_open THEN 'unconfirmed' ELSE 'changed' END),
    (s.left_run, 'left')) AS told (run, outcome)
  JOIN run r ON r.number = told.run
  JOIN export x ON x.id = s.export_id`;

const written = `
  SELECT ${line}, o.kind AS outcome
  FROM (SELECT * FROM run
    WHERE export_id IN (SELECT export_id FROM standing UNION
        SELECT xs.export_id FROM export_segment xs JOIN segment_member m ON m.segment_id = xs.segment_id
        WHERE m.profile_id = $1)
      AND planned_at IS NOT NULL AND created_at > now() - interval '${PROBLEM_DAYS} days'
    ORDER BY created_at DESC LIMIT ${MOST_RUNS}) r
  CROSS JOIN LATERAL (VALUES (r.expires_on), (r.expires_on + ${PROBLEM_DAYS - PEOPLE_DAYS})) AS kept (day)
  JOIN run_data.outcome o ON o.expires_on = kept.day AND o.run = r.number AND o.kind = ANY ($2) AND o.profile_id = $1
  JOIN export x ON x.id = r.export_id`;

// Whoever was taken off a list is in no ledger any more, and often in no segment: their items have an index of their own.
const takenOff = `
  SELECT ${line}, coalesce(o.kind, CASE b.state WHEN 'done' THEN 'removed' ELSE 'removal_failed' END) AS outcome
  FROM run_data.item i
  JOIN run r ON r.number = i.run
  JOIN run_batch b ON b.run_id = r.id AND b.kind = 'remove' AND i.seq BETWEEN b.first_seq AND b.last_seq
    AND b.state IN ('done', 'failed', 'canceled')
  LEFT JOIN run_data.outcome o ON o.expires_on = i.expires_on AND o.run = i.run AND o.seq = i.seq
  JOIN export x ON x.id = r.export_id
  WHERE i.profile_id = $1 AND i.kind = 'remove'`;

/**
 * Where this person was sent and what became of them, the newest first: by what is confirmed of them on each list, by
 * what the runs of the last months wrote about them, and by who was taken off a list.
 */
export async function listSentTo(actor: Actor, profileId: string): Promise<SentTo[]> {
  requirePermission(actor, "export:read");
  requirePermission(actor, "profile:read");
  const { rows } = await pool().query<SentTo & { at: Date }>(
    `WITH standing AS MATERIALIZED (${standing}), confirmed AS (${confirmed}), written AS (${written}),
       taken_off AS (${takenOff})
     SELECT * FROM (SELECT * FROM confirmed UNION SELECT * FROM written UNION SELECT * FROM taken_off) AS told
     ORDER BY at DESC, "runNumber"::bigint DESC, outcome LIMIT ${MOST_LINES}`,
    [profileId, outcomes],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
