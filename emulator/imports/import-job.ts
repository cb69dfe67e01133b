import type { ProfileRow } from "../profiles/profile-row.ts";
import type { Profile } from "../profiles/profile.ts";

/** There is no `failed`: a job whose rows all failed is `complete` (contract 7.6). */
export type ImportStatus = "queued" | "processing" | "complete" | "cancelled";

/** What becomes of a job, decided when it is created. */
export interface JobFate {
  ending: "complete" | "cancelled" | "stuckQueued" | "stuckProcessing" | "vanished";
  startMs: number;
  workMs: number;
  failRows: { count?: number; percent?: number; code?: string; detail?: string } | null;
  /** Rows that are neither completed nor failed: completed + failed < total. */
  loseRows: number;
  /** A cancelled job may have done this share of its rows before. */
  doneBeforeCancelPercent: number;
}

export interface ImportError {
  id: string;
  code: string;
  title: string;
  detail: string;
  pointer: string;
  payload: unknown;
}

export interface ImportJob {
  id: string;
  seq: number;
  accountId: string;
  status: ImportStatus;
  createdAt: number;
  startedAt: number | null;
  completedAt: number | null;
  expiresAt: number;
  total: number;
  completed: number;
  failed: number;
  listIds: string[];
  fate: JobFate;
  vanished: boolean;
  /** Emptied when the job ends, so that bodies are not kept. */
  rows: ProfileRow[];
  profiles: Profile[];
  errors: ImportError[];
}

/** Jobs can be read for seven days, then they are gone (contract 7.6). */
export const jobLifeMs = 7 * 86_400_000;

/** What the API still shows of a job. */
export function isVisible(job: ImportJob, now: number): boolean {
  return !job.vanished && now < job.expiresAt;
}
