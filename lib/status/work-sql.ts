// What work.ts tells of each kind of work; the columns are its rows' properties.

export const importColumns = `i.id, i.source_id AS "sourceId", i.status, i.epoch, i.rows_bad AS "rowsBad",
  i.rows_read AS "rowsRead", i.rows_new AS "rowsNew", i.rows_changed AS "rowsChanged", i.rows_gone AS "rowsGone",
  i.total_bytes > 0 AS "isFile", i.problem_code AS "problemCode", i.problem_params AS "problemParams",
  i.created_at AS "createdAt", i.started_at AS "startedAt", i.finished_at AS "finishedAt",
  (SELECT u.name FROM "user" u WHERE u.id = i.created_by_id) AS by,
  EXISTS (SELECT 1 FROM refresh_task k WHERE k.import_id = i.id AND k.is_own) AS "isSystem"`;

export const segmentRefreshColumns = `s.id, s.segment_id AS "segmentId", s.status, s.reason, s.members,
  s.problem_code AS "problemCode", s.problem_params AS "problemParams", s.asked_at AS "askedAt",
  s.started_at AS "startedAt", s.finished_at AS "finishedAt",
  (SELECT u.name FROM "user" u WHERE u.id = s.asked_by_id) AS by`;

export const runColumns = `r.id, r.status, r.reason, r.plan_failures AS "planFailures",
  jsonb_build_object('members', r.plan -> 'members') AS plan,
  CASE WHEN r.result IS NOT NULL
    THEN jsonb_build_object('members', r.result -> 'members', 'outcomes', r.result -> 'outcomes') END AS result,
  r.problem_code AS "problemCode", r.problem_params AS "problemParams", r.created_at AS "createdAt",
  r.started_at AS "startedAt", r.finished_at AS "finishedAt",
  (SELECT u.name FROM "user" u WHERE u.id = r.started_by_id) AS by`;
