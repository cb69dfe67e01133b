import type { LogEntry } from "@/emulator/control/request-log.ts";
import { publishedLimits } from "@/emulator/limits/published-limits.ts";

const IMPORTS = "POST /api/profile-bulk-import-jobs";
// Klaviyo's limits of one import; it does not say whether a MB is a million bytes, so the smaller.
const MOST_ROWS = 10_000;
const MOST_BYTES = 5_000_000;
const JOBS_PER_PAGE = 100;
const PROFILES_PER_PAGE = 100;
const MOST_REMOVALS = 1_000;

/** What a run had to do at the least. */
export interface Work {
  records: number;
  /** Of one record as it was sent, its share of the envelope included. */
  bytesEach: number;
  leavers: number;
  /** Leavers whose id at Klaviyo nobody could know yet. */
  unknownLeavers: number;
}

/** The share of a body that one record took, over all imports; 0 without any. */
export function bytesEach(log: readonly LogEntry[]): number {
  const imports = log.filter((entry) => entry.committed && routeOf(entry) === IMPORTS);
  const rows = imports.reduce((sum, entry) => sum + entry.rows, 0);
  return rows === 0 ? 0 : imports.reduce((sum, entry) => sum + entry.bytes, 0) / rows;
}

/** Imports that so many records need, by count and by bytes. */
export function importsNeeded(work: Work): number {
  return Math.max(
    Math.ceil(work.records / MOST_ROWS),
    Math.ceil((work.records * work.bytesEach) / MOST_BYTES),
  );
}

/** Rule 36: imports, one look at the status of every hundred jobs, and for leavers look-ups and removals. */
export function minCalls(work: Work): number {
  const imports = importsNeeded(work);
  const lookUps = Math.ceil(work.unknownLeavers / PROFILES_PER_PAGE);
  return imports + Math.ceil(imports / JOBS_PER_PAGE) + lookUps + Math.ceil(work.leavers / MOST_REMOVALS);
}

/** When the last of the imports can be sent by one who does not know the phase of the windows; never below 1. */
export function floorSeconds(imports: number): number {
  const limit = publishedLimits[IMPORTS];
  if (!limit) throw new Error("Nothing is published about imports.");
  const last = Math.max(imports - 1, 0);
  const inItsMinute = Math.floor((last % limit.steady) / limit.burst);
  return Math.max(1, Math.floor(last / limit.steady) * 60 + inItsMinute);
}

/** The most requests of a route that one who does not know the phase of the windows may send in so many seconds. */
export function mostWithoutPhase(route: string, seconds: number): number {
  const limit = publishedLimits[route];
  if (!limit) throw new Error(`Nothing is published about ${route}.`);
  const times: number[] = [];
  for (;;) {
    const after = (requests: number, pause: number) => (times.at(-requests) ?? -Infinity) + pause;
    const soonest = Math.max(0, after(limit.burst, 1), after(limit.steady, 60));
    if (soonest >= seconds) return times.length;
    times.push(soonest);
  }
}

/** How long to wait until so many imports fit into a minute again, in milliseconds. */
export function msUntilFree(log: readonly LogEntry[], imports: number, nowMs: number): number {
  const steady = publishedLimits[IMPORTS]?.steady ?? 0;
  const recent = log.filter((entry) => routeOf(entry) === IMPORTS && entry.wallMs > nowMs - 60_000);
  if (recent.length + imports <= steady) return 0;
  return Math.max(...recent.map(({ wallMs }) => wallMs), nowMs - 60_000) + 60_000 - nowMs;
}

/** Requests of a route that were let pass within so many seconds of the first. */
export function countPassed(log: readonly LogEntry[], route: string, seconds: number): number {
  const passed = log.filter((entry) => routeOf(entry) === route && entry.throttledBy === null);
  const first = Math.min(...passed.map(({ wallMs }) => wallMs));
  return passed.filter(({ wallMs }) => wallMs < first + seconds * 1_000).length;
}

/**
 * Requests above the published rate: those the local Klaviyo refused, and those it let pass only by the luck of its
 * windows' phase, since some phase would have put them into one window with too many others.
 */
export function countOverRate(log: readonly LogEntry[]): number {
  const refused = log.filter(({ throttledBy }) => throttledBy !== null).length;
  const passed = log.filter(({ throttledBy, account }) => throttledBy === null && account !== null);
  let lucky = 0;
  for (const [route, entries] of Map.groupBy(passed, (entry) => `${entry.account} ${routeOf(entry)}`))
    lucky += countLucky(route.slice(route.indexOf(" ") + 1), entries);
  return refused + lucky;
}

function countLucky(route: string, entries: LogEntry[]): number {
  const limit = publishedLimits[route];
  if (!limit) return 0;
  const times = entries.map(({ wallMs }) => wallMs).sort((left, right) => left - right);
  const isOver = (index: number, requests: number, ms: number) => {
    const before = times[index - requests];
    return before !== undefined && (times[index] ?? 0) - before < ms;
  };
  return times.filter((_, index) => isOver(index, limit.burst, 1_000) || isOver(index, limit.steady, 60_000))
    .length;
}

function routeOf(entry: LogEntry): string {
  return `${entry.method} ${entry.route}`;
}
