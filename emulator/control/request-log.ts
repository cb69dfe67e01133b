/** One request as the emulator saw it. Credentials stand by id, never by secret. */
export interface LogEntry {
  seq: number;
  /** The emulator's clock when the request's head was read. */
  at: string;
  /** The machine's clock at the same moment, for judging rates and order. */
  wallMs: number;
  method: string;
  route: string | null;
  path: string;
  account: string | null;
  credential: string | null;
  /** Null when no answer was sent. */
  status: number | null;
  bytes: number;
  rows: number;
  /** Whether the request took effect, answered or not. */
  committed: boolean;
  jobId: string | null;
  faults: string[];
  durationMs: number;
  /** The windows that were full, when the emulator's own limits refused. */
  throttledBy: string | null;
  body?: string;
}

export interface LogFilter {
  method?: string;
  route?: string;
  account?: string;
  status?: number;
  sinceSeq?: number;
}

const mostEntries = 500_000;

/** The requests so far, oldest first; old ones fall away after half a million. */
export class RequestLog {
  keepBodies = false;
  dropped = 0;
  private entries: LogEntry[] = [];
  private nextSeq = 1;

  open(start: Pick<LogEntry, "at" | "wallMs" | "method" | "route" | "path">): LogEntry {
    const entry: LogEntry = {
      seq: this.nextSeq++,
      account: null,
      credential: null,
      status: null,
      bytes: 0,
      rows: 0,
      committed: false,
      jobId: null,
      faults: [],
      durationMs: 0,
      throttledBy: null,
      ...start,
    };
    this.entries.push(entry);
    if (this.entries.length > mostEntries) {
      const kept = this.entries.slice(mostEntries / 2);
      this.dropped += this.entries.length - kept.length;
      this.entries = kept;
    }
    return entry;
  }

  list(filter: LogFilter = {}): LogEntry[] {
    return this.entries.filter(
      (entry) =>
        (filter.method === undefined || entry.method === filter.method.toUpperCase()) &&
        (filter.route === undefined || entry.route === filter.route) &&
        (filter.account === undefined || entry.account === filter.account) &&
        (filter.status === undefined || entry.status === filter.status) &&
        (filter.sinceSeq === undefined || entry.seq > filter.sinceSeq),
    );
  }

  clear(): void {
    this.entries = [];
    this.dropped = 0;
  }
}
