import type { RefreshTaskState } from "@/generated/prisma/enums";
import { wordOfTask } from "./to-word";
import type { StatusGroup, StatusWord } from "./words";
import { type StatusNote, type Work, toNote } from "./work";

/** A task of the refresh that runs or ran last, as JSON of PostgreSQL. */
export interface TaskRow {
  id: string;
  state: RefreshTaskState;
  problem_code: string | null;
  problem_params: unknown;
  started_at: string | null;
  finished_at: string | null;
  import_id: string | null;
  segment_refresh_id: string | null;
  run_id: string | null;
}

/** One line of the Status page. */
export interface StatusRow {
  /** `<group>:<object>`. */
  id: string;
  group: StatusGroup;
  /** Null of what Ferry does for the whole; its name is in the messages. */
  name: string | null;
  word: StatusWord;
  note: StatusNote | null;
  updatedAt: string | null;
  seconds: number | null;
}

type Standing = Pick<StatusRow, "word" | "note" | "updatedAt" | "seconds">;

function secondsOf(
  { startedAt, finishedAt }: Pick<Work, "startedAt" | "finishedAt">,
  now: Date,
): number | null {
  if (!startedAt) return null;
  const end = finishedAt ? Date.parse(finishedAt) : now.getTime();
  return Math.max(0, Math.round((end - Date.parse(startedAt)) / 1000));
}

/** Where one piece of work stands. */
export function standOfWork(work: Work, now: Date): Standing {
  const { word, note, finishedAt, startedAt, askedAt } = work;
  return { word, note, updatedAt: finishedAt ?? startedAt ?? askedAt, seconds: secondsOf(work, now) };
}

const hasWork = (task: TaskRow) => task.import_id ?? task.segment_refresh_id ?? task.run_id;

/**
 * Where a thing stands: where its last work is, unless a refresh of the whole is about to begin some, or left it out
 * since. `task` is null of what no refresh of the whole concerns, such as an export with a schedule of its own.
 */
export function standOf(
  { work, task }: { work: Work | null; task: TaskRow | null },
  otherwise: Standing,
  now: Date,
): Standing {
  if (task?.state === "waiting")
    return { word: "queued", note: toNote("notes", "task_waiting", {}), updatedAt: null, seconds: null };
  const isNewest = task?.finished_at && (!work || Date.parse(task.finished_at) >= Date.parse(work.askedAt));
  if (task && isNewest && !hasWork(task))
    return {
      word: wordOfTask(task.state),
      note: toNote("notes", task.problem_code, task.problem_params),
      updatedAt: task.finished_at,
      seconds: null,
    };
  return work ? standOfWork(work, now) : otherwise;
}
