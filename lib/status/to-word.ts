import type {
  ImportStatus,
  RefreshTaskState,
  RunStatus,
  SegmentRefreshState,
  SegmentRefreshStatus,
} from "@/generated/prisma/enums";
import type { StatusWord } from "./words";

/** A file's import or the reading of a database; one that has been tried in vain and is tried again has failed so far. */
export function wordOfImport(row: { status: ImportStatus; rowsBad: number; epoch: number }): StatusWord {
  switch (row.status) {
    case "queued":
      return row.epoch > 0 ? "failed" : "queued";
    case "running":
      return "refreshing";
    case "review":
      return "processing";
    case "successful":
      return row.rowsBad > 0 ? "completed_with_warnings" : "successful";
    case "failed":
      return "failed_permanent";
    case "canceled":
      return "canceled";
  }
}

export function wordOfSegmentRefresh(row: {
  status: SegmentRefreshState;
  problemCode: string | null;
}): StatusWord {
  if (row.status === "failed") return "failed_permanent";
  return row.status === "refreshing" && row.problemCode ? "failed" : row.status;
}

/** Of a segment whose refreshes are no longer kept. */
export function wordOfSegment(status: SegmentRefreshStatus): StatusWord {
  if (status === "never") return "not_started";
  if (status === "ready") return "successful";
  return status === "failed" ? "failed_permanent" : status;
}

export function wordOfRun(row: { status: RunStatus; planFailures: number }): StatusWord {
  switch (row.status) {
    case "running":
      return row.planFailures > 0 ? "failed" : "processing";
    case "waiting":
    case "held":
      return "processing";
    case "failed":
      return "failed_permanent";
    default:
      return row.status;
  }
}

export function wordOfTask(state: RefreshTaskState): StatusWord {
  if (state === "waiting") return "queued";
  if (state === "running") return "processing";
  return state === "failed" ? "failed_permanent" : state;
}
