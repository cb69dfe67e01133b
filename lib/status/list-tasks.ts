import type { RefreshTaskKind, RefreshTaskState } from "@/generated/prisma/enums";
import { pool } from "@/lib/db";
import { wordOfTask } from "./to-word";
import type { StatusWord } from "./words";
import { type StatusNote, toNote } from "./work";

/** A task that another waits for; the unification has no name of its own. */
export interface NeededTask {
  kind: RefreshTaskKind;
  name: string;
  isOpen: boolean;
}

/** A task of a refresh of the whole. */
export interface WorkflowTask {
  id: string;
  kind: RefreshTaskKind;
  objectId: string | null;
  name: string;
  word: StatusWord;
  note: StatusNote | null;
  startedAt: string | null;
  finishedAt: string | null;
  seconds: number | null;
  needs: NeededTask[];
}

interface Row {
  id: string;
  kind: RefreshTaskKind;
  object_id: string | null;
  name: string;
  state: RefreshTaskState;
  problem_code: string | null;
  problem_params: unknown;
  problem_from: StatusNote["from"];
  started_at: Date | null;
  finished_at: Date | null;
  needs: NeededTask[];
}

// A problem that was taken over from the work is said in that work's words.
const sql = `
  SELECT t.id, t.kind, t.object_id, t.name, t.state, t.problem_code, t.problem_params, t.started_at, t.finished_at,
    CASE WHEN t.problem_code ~ '^(task|upstream)_' THEN 'notes' WHEN t.run_id IS NOT NULL THEN 'runs'
      WHEN num_nonnulls(t.import_id, t.segment_refresh_id) > 0 THEN 'problems' ELSE 'notes' END AS problem_from,
    ARRAY(SELECT jsonb_build_object('kind', u.kind, 'name', u.name, 'isOpen', u.state IN ('waiting', 'running'))
      FROM refresh_edge e JOIN refresh_task u ON u.id = e.needs_id WHERE e.task_id = t.id
      ORDER BY u.kind, u.name) AS needs
  FROM refresh_task t WHERE t.refresh_id = $1 AND ($2::text IS NULL OR (t.kind::text = $2 AND t.object_id = $3::uuid))
  ORDER BY t.kind, t.name`;

function secondsOf({ started_at: from, finished_at: to }: Row, now: Date): number | null {
  return from && Math.max(0, Math.round(((to ?? now).getTime() - from.getTime()) / 1000));
}

/** The tasks of a refresh in the order they are done, or that of one thing, each with what it waits for. */
export async function listTasks(
  refreshId: string,
  only: { kind: string; objectId: string } | null = null,
): Promise<WorkflowTask[]> {
  const { rows } = await pool().query<Row>(sql, [refreshId, only?.kind ?? null, only?.objectId ?? null]);
  const now = new Date();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    objectId: row.object_id,
    name: row.name,
    word: wordOfTask(row.state),
    note: toNote(row.problem_from, row.problem_code, row.problem_params),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    seconds: secondsOf(row, now),
    needs: row.needs,
  }));
}
