export interface ExportFigures {
  profiles: number;
  seconds: number;
  calls: number;
  minCalls: number;
  floorSeconds: number;
  ratio: number;
  peakRssMb: number;
  overRate: number;
  lost: number;
  extra: number;
  unaccounted: number;
  /** Of a second run only. */
  sqlSeconds?: number;
}

// A small run is mostly the start of one; of a large one the rate is the floor.
const MOST_RATIO = 8;
const MOST_LARGE_RATIO = 3;
const MOST_PEAK_MB = 300;
/** Of a first run of 100,000 people, as docs/benchmarks.md has it; memory does not grow with the people. */
const DOCUMENTED_PEAK_MB = 218;
const MOST_PEAK_GROWTH = 1.2;
const MOST_CALLS_OVER = 10;
const MOST_SQL_RATIO = 2;

/** A sentence for each bound that the figures of a run break. What takes time is bound from its own size on. */
export function brokenBounds(figures: ExportFigures): string[] {
  const broken: string[] = [];
  const hold = (holds: boolean, sentence: string) => {
    if (!holds) broken.push(sentence);
  };
  for (const name of ["overRate", "lost", "extra", "unaccounted"] as const)
    hold(figures[name] === 0, `${name} is ${figures[name]}, and has to be 0.`);
  hold(figures.peakRssMb <= MOST_PEAK_MB, `The worker held ${figures.peakRssMb} MB, over ${MOST_PEAK_MB}.`);
  if (figures.sqlSeconds === undefined) {
    const isLarge = figures.profiles >= 1_000_000;
    const mostRatio = isLarge ? MOST_LARGE_RATIO : MOST_RATIO;
    const isBound = figures.profiles >= 100_000;
    hold(!isBound || figures.ratio <= mostRatio, `The ratio is ${figures.ratio}, over ${mostRatio}.`);
    const mostPeak = Math.round(DOCUMENTED_PEAK_MB * MOST_PEAK_GROWTH);
    hold(
      !isLarge || figures.peakRssMb <= mostPeak,
      `The worker held ${figures.peakRssMb} MB, over ${mostPeak}: ${DOCUMENTED_PEAK_MB} MB at 100,000 and a fifth.`,
    );
    return broken;
  }
  if (figures.profiles < 1_000_000) return broken;
  const mostSeconds = MOST_SQL_RATIO * figures.sqlSeconds;
  hold(figures.seconds <= mostSeconds, `It took ${figures.seconds} s, over ${mostSeconds.toFixed(2)}.`);
  const mostCalls = figures.minCalls + MOST_CALLS_OVER;
  hold(figures.calls <= mostCalls, `It made ${figures.calls} calls, over ${mostCalls}.`);
  return broken;
}

export interface WorkersFigures {
  /** Seconds of the median run with so many workers. */
  one: number;
  two: number;
  four: number;
  overRate: number;
  lost: number;
  extra: number;
}

const MOST_OF_FOUR = 1.25;

/** The same for runs with one, two and four workers: more of them must not stand in each other's way. */
export function brokenWorkersBounds(figures: WorkersFigures, profiles: number): string[] {
  const broken = (["overRate", "lost", "extra"] as const).flatMap((name) =>
    figures[name] === 0 ? [] : [`${name} is ${figures[name]}, and has to be 0.`],
  );
  const most = MOST_OF_FOUR * figures.one;
  if (profiles >= 100_000 && figures.four > most)
    broken.push(`Four workers took ${figures.four} s, over ${most.toFixed(2)}.`);
  return broken;
}

export interface LimiterFigures {
  processes: number;
  seconds: number;
  allowed: number;
  sent: number;
  overRate: number;
  /** Sent ÷ allowed. */
  used: number;
}

const LEAST_USED = 0.95;

/** The same for many processes that share one quota. */
export function brokenLimiterBounds({ overRate, used }: LimiterFigures): string[] {
  const broken = overRate === 0 ? [] : [`overRate is ${overRate}, and has to be 0.`];
  if (used < LEAST_USED) broken.push(`${used} of what is allowed was used, under ${LEAST_USED}.`);
  return broken;
}

export interface ImportFigures {
  rows: number;
  seconds: number;
  /** Of a plain COPY of the same file into a table of text columns. */
  copySeconds: number;
  ratio: number;
  peakRssMb: number;
}

const MOST_IMPORT_RATIO = 10;
const MOST_IMPORT_PEAK_MB = 250;

/** The same for an import. A small one is mostly the wait for its worker, so the ratio is bound from 100,000 rows on. */
export function brokenImportBounds({ rows, ratio, peakRssMb }: ImportFigures): string[] {
  const broken: string[] = [];
  if (rows >= 100_000 && ratio > MOST_IMPORT_RATIO)
    broken.push(`It took ${ratio} times what COPY takes, over ${MOST_IMPORT_RATIO}.`);
  if (peakRssMb > MOST_IMPORT_PEAK_MB)
    broken.push(`The worker held ${peakRssMb} MB, over ${MOST_IMPORT_PEAK_MB}.`);
  return broken;
}

export interface LargeFileFigures {
  megabytes: number;
  rows: number;
  uploadSeconds: number;
  seconds: number;
  /** The most the process has held, and how much more that is than after a small file. */
  webMb: number;
  webGrownMb: number;
  workerMb: number;
  workerGrownMb: number;
}

const MOST_GROWTH_MB = 100;

/** The same for a large file: neither who takes it in nor who reads it may hold more for that. */
export function brokenLargeFileBounds({ webGrownMb, workerGrownMb }: LargeFileFigures): string[] {
  const broken: string[] = [];
  if (webGrownMb > MOST_GROWTH_MB)
    broken.push(`The web process grew by ${webGrownMb} MB, over ${MOST_GROWTH_MB}.`);
  if (workerGrownMb > MOST_GROWTH_MB)
    broken.push(`The worker grew by ${workerGrownMb} MB, over ${MOST_GROWTH_MB}.`);
  return broken;
}

export interface CustomersFigures {
  profiles: number;
  /** Of the slowest kind of question. */
  p95Ms: number;
}

const MOST_CUSTOMERS_MS = 100;

/** The same for searching and opening customers, however many there are. */
export function brokenCustomersBounds({ p95Ms }: CustomersFigures): string[] {
  return p95Ms <= MOST_CUSTOMERS_MS ? [] : [`It takes ${p95Ms} ms, over ${MOST_CUSTOMERS_MS}.`];
}

export interface SegmentFigures {
  profiles: number;
  seconds: number;
  sqlSeconds: number;
  /** Seconds ÷ sqlSeconds. */
  ratio: number;
  liveCountP95Ms: number;
}

const MOST_SEGMENT_RATIO = 4;
const MOST_LIVE_COUNT_MS = 800;

/** The same for a segment's refresh beside a bare count, and for counts while it is edited. */
export function brokenSegmentBounds({ profiles, ratio, liveCountP95Ms }: SegmentFigures): string[] {
  const broken: string[] = [];
  // A small one is mostly the start of a transaction.
  if (profiles >= 100_000 && ratio > MOST_SEGMENT_RATIO)
    broken.push(`The ratio is ${ratio}, over ${MOST_SEGMENT_RATIO}.`);
  if (liveCountP95Ms > MOST_LIVE_COUNT_MS)
    broken.push(`A live count took ${liveCountP95Ms} ms, over ${MOST_LIVE_COUNT_MS}.`);
  return broken;
}

export interface AuditFigures {
  events: number;
  /** Of the slowest filter. */
  p95Ms: number;
  sealSeconds: number;
  verifySeconds: number;
  megabytes: number;
}

const MOST_AUDIT_PAGE_MS = 100;

/** The same for pages of the audit log. */
export function brokenAuditBounds({ p95Ms }: Pick<AuditFigures, "p95Ms">): string[] {
  return p95Ms <= MOST_AUDIT_PAGE_MS ? [] : [`A page took ${p95Ms} ms, over ${MOST_AUDIT_PAGE_MS}.`];
}

export interface SignInFigures {
  attempts: number;
  /** The most guesses at one account that were looked at within any minute, from browsers nobody knows. */
  hashesPerMinute: number;
  ownerSignedIn: boolean;
  /** How far the medians of a known and an unknown address are apart, as a share of the first. */
  timingDifference: number;
}

const MOST_HASHES = 10;
const MOST_TIMING_DIFFERENCE = 0.1;

/** The same for guessing a password. */
export function brokenSignInBounds(figures: SignInFigures): string[] {
  const { hashesPerMinute, ownerSignedIn, timingDifference } = figures;
  const broken: string[] = [];
  if (hashesPerMinute > MOST_HASHES)
    broken.push(`A minute held ${hashesPerMinute} guesses, over ${MOST_HASHES}.`);
  if (!ownerSignedIn) broken.push("The owner could not sign in on a device that was known.");
  if (timingDifference > MOST_TIMING_DIFFERENCE)
    broken.push(`Known and unknown addresses differ by ${timingDifference}, over ${MOST_TIMING_DIFFERENCE}.`);
  return broken;
}
