import { pool } from "@/lib/db";

/** What one export and its connection, made by commands, are copied from. */
export interface Original {
  exportId: string;
  connectionId: string;
  actorId: string;
}

// Outcomes of everybody a run had, adding up to 1,000 members and 10 leavers.
const result = {
  members: 1_000,
  leavers: 10,
  warnings: 3,
  outcomes: {
    added: 300,
    changed: 200,
    unchanged: 400,
    no_email: 30,
    invalid_email: 20,
    duplicate: 20,
    excluded: 10,
    rejected: 15,
    unconfirmed: 3,
    not_sent: 2,
    removed: 8,
    already_gone: 1,
    removal_failed: 1,
  },
};
const plan = {
  members: 1_000,
  add: 310,
  change: 210,
  unchanged: 400,
  noEmail: 30,
  invalidEmail: 20,
  duplicate: 20,
  excluded: 10,
  remove: 10,
};

/** Runs of all exports, each with its batches and its log; every tenth is of the first export. */
export async function addRuns(original: Original, runs: number): Promise<void> {
  await pool().query(
    `INSERT INTO run (id, export_id, connection_id, account_id, list_id, ledger_id, reason, started_by_id, settings,
       status, phase, plan, result, expires_on, created_at, started_at, planned_at, finished_at, settled_at)
     SELECT gen_random_uuid(), e.id, e.connection_id, l.account_id, e.list_id, l.id, 'manual', $2, jsonb_build_object(
         'exportName', e.name, 'destination', e.destination, 'listId', e.list_id, 'listName', e.list_name,
         'identifierField', e.identifier_field, 'mapping', e.mapping, 'leavers', e.leavers,
         'segments', e.segments, 'excludedSegments', '[]'::jsonb, 'limit', 100000),
       (ARRAY['successful','completed_with_warnings','failed','canceled'])[1 + n % 4]::"RunStatus", 'settle',
       $3, $4, current_date + 30, at, at, at, at + interval '9 seconds', at + interval '9 seconds'
     FROM (SELECT n, now() - ($5 - n) * interval '1 minute' AS at FROM generate_series(1, $5::int) AS n) AS moment
     JOIN (SELECT e.*, CASE WHEN id = $1 THEN 0 ELSE row_number() OVER (ORDER BY id = $1 DESC, id) - 1 END AS place,
         count(*) OVER () AS exports,
         (SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name)) FROM export_segment x
          JOIN segment s ON s.id = x.segment_id WHERE x.export_id = e.id AND x.role = 'include') AS segments
       FROM export e) AS e ON e.place = CASE WHEN n % 10 = 0 THEN 0 ELSE n % e.exports END
     JOIN ledger l ON l.export_id = e.id
     ORDER BY n`,
    [original.exportId, original.actorId, JSON.stringify(plan), JSON.stringify(result), runs],
  );
  await pool().query(
    `INSERT INTO run_batch (run_id, no, kind, state, first_seq, last_seq, submissions, ticket_id, ticket_at, records,
       bytes, added, changed, submitted_at, ended_at)
     SELECT id, n, 'send', 'done', n * 52 - 51, n * 52, 1, md5(id::text || n), created_at, 52, 15600, 30, 20,
       created_at, finished_at
     FROM run, generate_series(1, 10) AS n`,
  );
  await pool().query(
    `INSERT INTO run_event (run_id, at, level, code, params)
     SELECT id, created_at, 'info', (ARRAY['started','planned','finished'])[n], '{}'
     FROM run, generate_series(1, 3) AS n`,
  );
}

/** People of the first export's newest run: everybody was sent, one in ten with an outcome of its own. */
export async function addPeopleOfRun(original: Original): Promise<string> {
  const { rows } = await pool().query<{ id: string; number: string; ledger: number }>(
    "SELECT id, number, ledger_id AS ledger FROM run WHERE export_id = $1 ORDER BY number DESC LIMIT 1",
    [original.exportId],
  );
  const { id = "", number = "0", ledger = 0 } = rows[0] ?? {};
  await pool().query("SELECT run_data.ensure_partitions(current_date + 30)");
  await pool().query("SELECT run_data.ensure_partitions(current_date + 90)");
  await pool().query(
    `INSERT INTO run_data.item (expires_on, run, seq, kind, profile_id, identifier)
     SELECT current_date + 30, $1, row_number() OVER (ORDER BY id), 'add', id, lower(attributes->>'email')
     FROM profile`,
    [number],
  );
  await pool().query(
    `INSERT INTO run_data.outcome (expires_on, run, seq, kind, profile_id, identifier, code, detail)
     SELECT current_date + 90, run, seq, CASE WHEN seq % 20 = 0 THEN 'rejected' ELSE 'unconfirmed' END, profile_id,
       identifier, 'invalid', 'Invalid input.' FROM run_data.item WHERE seq % 10 = 0`,
  );
  await pool().query(
    `INSERT INTO run_data.ledger_entry (ledger_id, identifier, state, profile_id, added_run, changed_run)
     SELECT $1, identifier, hashtextextended(identifier, 0), profile_id, $2, $2 FROM run_data.item`,
    [ledger, number],
  );
  await pool().query(
    `UPDATE run_batch SET first_seq = (no - 1) * 10000 + 1, last_seq = no * 10000, records = 10000, added = 9000,
       rejected = 500, unconfirmed = 500, changed = 0 WHERE run_id = $1`,
    [id],
  );
  return id;
}
