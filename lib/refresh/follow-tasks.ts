import type { PoolClient } from "pg";

/** A run that waits for longer than this, or for a person, is not waited for. */
const LONGEST_WAIT = "1 hour";

const ended = "finished_at = clock_timestamp()";

/** Each takes over, for the running tasks of a refresh, how the work they point to has ended. */
const takeOver = [
  `UPDATE refresh_task t SET ${ended}, problem_code = i.problem_code, problem_params = i.problem_params,
     state = CASE WHEN i.status = 'successful' AND i.rows_bad > 0 THEN 'completed_with_warnings'
       ELSE i.status::text END::"RefreshTaskState"
   FROM import i WHERE t.refresh_id = $1 AND t.state = 'running' AND i.id = t.import_id
     AND i.status IN ('successful', 'failed', 'canceled')`,
  `UPDATE refresh_task t SET ${ended}, problem_code = s.problem_code, problem_params = s.problem_params,
     state = s.status::text::"RefreshTaskState"
   FROM segment_refresh s WHERE t.refresh_id = $1 AND t.state = 'running' AND s.id = t.segment_refresh_id
     AND s.finished_at IS NOT NULL`,
  `UPDATE refresh_task t SET ${ended}, problem_code = r.problem_code, problem_params = r.problem_params,
     state = r.status::text::"RefreshTaskState"
   FROM run r WHERE t.refresh_id = $1 AND t.state = 'running' AND r.id = t.run_id
     AND r.status IN ('successful', 'completed_with_warnings', 'failed', 'canceled', 'skipped')`,
  // What goes on by itself in hours, or only when a person does something, would keep everybody from the next refresh.
  `UPDATE refresh_task t SET ${ended}, state = 'completed_with_warnings',
     problem_code = CASE WHEN r.status = 'held' THEN 'task_run_held' ELSE 'task_run_waits' END
   FROM run r WHERE t.refresh_id = $1 AND t.state = 'running' AND r.id = t.run_id
     AND (r.status = 'held' OR (r.status = 'waiting'
       AND (r.wait_until IS NULL OR r.wait_until > clock_timestamp() + interval '${LONGEST_WAIT}')))`,
  `UPDATE refresh_task t SET ${ended}, problem_code = CASE WHEN u.status = 'failed' THEN 'unification_failed' END,
     state = CASE WHEN u.status = 'failed' THEN 'failed' ELSE 'successful' END::"RefreshTaskState"
   FROM (SELECT max(status) AS status FROM unification) u
   WHERE t.refresh_id = $1 AND t.state = 'running' AND t.kind = 'unification'
     AND u.status IS DISTINCT FROM 'queued' AND u.status IS DISTINCT FROM 'running'`,
  `UPDATE refresh_task t SET ${ended}, state = 'canceled', problem_code = 'task_object_gone'
   WHERE t.refresh_id = $1 AND t.state = 'running' AND t.kind <> 'unification'
     AND num_nonnulls(t.import_id, t.segment_refresh_id, t.run_id) = 0`,
];

/** Why tasks cannot do what they are for: what they need did not succeed. The reason is the one at the root, by name. */
const hindered = `
  SELECT DISTINCT ON (e.task_id) e.task_id,
    CASE u.state WHEN 'skipped' THEN u.problem_code WHEN 'failed' THEN 'upstream_failed' ELSE 'upstream_canceled' END AS code,
    CASE u.state WHEN 'skipped' THEN u.problem_params ELSE jsonb_build_object('kind', u.kind, 'name', u.name) END AS params
  FROM refresh_edge e JOIN refresh_task u ON u.id = e.needs_id
  WHERE u.refresh_id = $1::uuid AND e.is_required AND u.state IN ('failed', 'canceled', 'skipped')
  ORDER BY e.task_id, u.kind, u.name`;

// An export has its turn all the same: a run that is skipped says so in its own history.
const skipSql = `
  UPDATE refresh_task t SET ${ended}, state = 'skipped', problem_code = c.code, problem_params = c.params
  FROM (${hindered}) c WHERE t.id = c.task_id AND t.state = 'waiting' AND t.kind <> 'export'`;

const readySql = `
  SELECT t.id FROM refresh_task t WHERE t.refresh_id = $1 AND t.state = 'waiting' AND NOT EXISTS (
    SELECT 1 FROM refresh_edge e JOIN refresh_task u ON u.id = e.needs_id
    WHERE e.task_id = t.id AND u.state IN ('waiting', 'running'))
  ORDER BY t.kind, t.name`;

/** Why a task whose turn has come cannot do what it is for; null where nothing hinders it. */
export async function findHindrance(
  client: PoolClient,
  task: { id: string; refreshId: string },
): Promise<{ code: string; params: Record<string, string> } | null> {
  const { rows } = await client.query<{ code: string; params: Record<string, string> }>(
    `SELECT code, params FROM (${hindered}) c WHERE task_id = $2::uuid`,
    [task.refreshId, task.id],
  );
  return rows[0] ?? null;
}

/** A refresh has failed where nothing of it succeeded, and has warnings where not all of it did. */
const endSql = `
  UPDATE refresh r SET open_key = NULL, finished_at = clock_timestamp(), status = CASE
      WHEN r.cancel_requested_at IS NOT NULL THEN 'canceled'
      WHEN c.well = c.tasks THEN 'successful'
      WHEN c.good = 0 THEN 'failed'
      ELSE 'completed_with_warnings' END::"RefreshStatus"
  FROM (SELECT count(*) AS tasks, count(*) FILTER (WHERE state = 'successful') AS well,
      count(*) FILTER (WHERE state IN ('successful', 'completed_with_warnings') AND kind <> 'unification') AS good,
      count(*) FILTER (WHERE state IN ('waiting', 'running')) AS open
    FROM refresh_task WHERE refresh_id = $1) c
  WHERE r.id = $1 AND c.open = 0`;

/**
 * Brings the tasks of a refresh to where their work is, and ends it when all of them have. Answers which may begin;
 * null where the refresh has ended. One worker at a time: each step sees all of the one before.
 */
export async function followTasks(client: PoolClient, refreshId: string): Promise<string[] | null> {
  const { rowCount: isOpen } = await client.query(
    "SELECT 1 FROM refresh WHERE id = $1 AND finished_at IS NULL FOR NO KEY UPDATE",
    [refreshId],
  );
  if (!isOpen) return null;
  for (const statement of takeOver) await client.query(statement, [refreshId]);
  for (let skipped = 1; skipped > 0;) skipped = (await client.query(skipSql, [refreshId])).rowCount ?? 0;
  const { rowCount: hasEnded } = await client.query(endSql, [refreshId]);
  if (hasEnded) return null;
  const { rows } = await client.query<{ id: string }>(readySql, [refreshId]);
  return rows.map(({ id }) => id);
}
