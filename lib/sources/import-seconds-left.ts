interface ImportProgress {
  readBytes: bigint | number;
  totalBytes: bigint | number;
  rowsRead: number;
  /** Of a database, whose bytes nobody knows. */
  rowsExpected: number | null;
}

interface ImportTimes extends ImportProgress {
  status: string;
  startedAt: Date | null;
  /** When everything was read and the records sorted. */
  stagedAt: Date | null;
  confirmedAt: Date | null;
  asksFirst: boolean;
}

/** How long sorting and merging take for each second of reading: see `bench:import` in docs/benchmarks.md. */
const MERGE_PER_READ = 2;
/** Earlier it would be a guess. */
const LEAST_MS = 1_000;

/** Which part of a file, or of a database's rows, has been read; null where nobody knows how much there is. */
export function shareRead({ readBytes, totalBytes, rowsRead, rowsExpected }: ImportProgress): number | null {
  const [read, all] =
    rowsExpected === null ? [Number(readBytes), Number(totalBytes)] : [rowsRead, rowsExpected];
  return all > 0 && read <= all ? read / all : null;
}

/**
 * How many seconds a running import will take until it is merged, or until it can be looked at; null where nothing
 * tells. It goes by the pace of reading, and then by what reading took.
 */
export function importSecondsLeft(job: ImportTimes, nowMs: number): number | null {
  if (job.status !== "running" || !job.startedAt) return null;
  const inSeconds = (ms: number) => Math.max(1, Math.ceil(ms / 1_000));
  const startedMs = job.startedAt.getTime();
  if (job.stagedAt) {
    const readMs = job.stagedAt.getTime() - startedMs;
    const mergingSinceMs = (job.confirmedAt ?? job.stagedAt).getTime();
    return inSeconds(readMs * MERGE_PER_READ - (nowMs - mergingSinceMs));
  }
  const sinceMs = nowMs - startedMs;
  const read = shareRead(job);
  if (sinceMs < LEAST_MS || !read) return null;
  const readMs = sinceMs / read;
  const mergeMs = job.asksFirst ? 0 : readMs * MERGE_PER_READ;
  return inSeconds(readMs - sinceMs + mergeMs);
}
