import type {
  ImportStatus,
  RunReason,
  RunStatus,
  SegmentRefreshReason,
  SegmentRefreshState,
} from "@/generated/prisma/enums";
import { wordOfImport, wordOfRun, wordOfSegmentRefresh } from "./to-word";
import type { StatusWord } from "./words";

/** A sentence, and where it stands: `problems`, `runs.problem` or `status.notes`. */
export interface StatusNote {
  from: "problems" | "runs" | "notes";
  code: string;
  params: Record<string, string | number>;
}

/** One time something was done. */
export interface Work {
  id: string;
  word: StatusWord;
  askedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** `run`: a reason of runs; `work`: of everything else. */
  why: { of: "run" | "work"; code: string; name: string | null };
  /** What was counted, by what it is. */
  counts: { of: string; number: number }[];
  note: StatusNote | null;
  href: string | null;
}

export function toNote(from: StatusNote["from"], code: string | null, params: unknown): StatusNote | null {
  return code ? { from, code, params: (params ?? {}) as StatusNote["params"] } : null;
}

/** As JSON of PostgreSQL, times as text. */
export interface ImportRow {
  id: string;
  sourceId: string;
  status: ImportStatus;
  epoch: number;
  rowsBad: number;
  rowsRead: number;
  rowsNew: number;
  rowsChanged: number;
  rowsGone: number;
  isFile: boolean;
  isSystem: boolean;
  by: string | null;
  problemCode: string | null;
  problemParams: unknown;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export function workOfImport(row: ImportRow): Work {
  const byHand = row.isFile ? "file" : "manual";
  return {
    id: row.id,
    word: wordOfImport(row),
    askedAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    why: { of: "work", code: row.isSystem ? "system_refresh" : byHand, name: row.by },
    counts: [
      { of: "rows", number: row.rowsRead },
      { of: "new", number: row.rowsNew },
      { of: "changed", number: row.rowsChanged },
      { of: "gone", number: row.rowsGone },
      { of: "bad", number: row.rowsBad },
    ].filter(({ number }) => number > 0),
    note:
      row.status === "review"
        ? toNote("notes", "review", {})
        : toNote("problems", row.problemCode, row.problemParams),
    href: `/data/sources/${row.sourceId}`,
  };
}

export interface SegmentRefreshRow {
  id: string;
  segmentId: string;
  status: SegmentRefreshState;
  reason: SegmentRefreshReason;
  by: string | null;
  members: number | null;
  problemCode: string | null;
  problemParams: unknown;
  askedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export function workOfSegmentRefresh(row: SegmentRefreshRow): Work {
  return {
    id: row.id,
    word: wordOfSegmentRefresh(row),
    askedAt: row.askedAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    why: { of: "work", code: row.reason, name: row.by },
    counts: row.members === null ? [] : [{ of: "members", number: row.members }],
    note: toNote("problems", row.problemCode, row.problemParams),
    href: `/data/segments/${row.segmentId}`,
  };
}

export interface RunRow {
  id: string;
  status: RunStatus;
  reason: RunReason;
  by: string | null;
  planFailures: number;
  plan: { members?: number } | null;
  result: { members?: number; outcomes?: Record<string, number> } | null;
  problemCode: string | null;
  problemParams: unknown;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

const standing = new Set<RunStatus>(["waiting", "held"]);

export function workOfRun(row: RunRow): Work {
  const members = row.result?.members ?? row.plan?.members;
  const { added = 0, changed = 0, removed = 0, rejected = 0 } = row.result?.outcomes ?? {};
  return {
    id: row.id,
    word: wordOfRun(row),
    askedAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    why: { of: "run", code: row.reason, name: row.by },
    counts: [
      ...(members === undefined ? [] : [{ of: "members", number: members }]),
      ...(row.result
        ? [
            { of: "sent", number: added + changed },
            { of: "removed", number: removed },
            { of: "rejected", number: rejected },
          ]
        : []),
    ],
    note: standing.has(row.status)
      ? { from: "notes", code: `run_${row.status}`, params: {} }
      : toNote("runs", row.problemCode, row.problemParams),
    href: `/data/runs/${row.id}`,
  };
}
