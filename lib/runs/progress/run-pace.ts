import type { RateWindow } from "@/lib/destinations/types";

/** One batch; the moments are null until they have come. */
export interface BatchTimes {
  people: number;
  submittedMs: number | null;
  endedMs: number | null;
}

/** When what of a run happened. Batches that were canceled are not among them. */
export interface RunTimes {
  startedMs: number;
  plannedMs: number | null;
  finishedMs: number | null;
  sends: BatchTimes[];
  removals: BatchTimes[];
  pauses: Pause[];
}

/** When the destination asked for a pause, or could not be reached. */
export interface Pause {
  fromMs: number;
  toMs: number;
}

/** How many batches of each kind may leave in which time. */
export interface BatchWindows {
  send: readonly RateWindow[];
  remove: readonly RateWindow[];
}

/** The moment of each batch, and how many people it was of. */
export interface Step {
  people: number;
  atMs: number;
}

/** What one person takes, waits for rate windows and for the destination's own work aside. */
export interface Effort {
  ms: number;
  people: number;
  steps: number;
  /** The longest step. */
  longestMs: number;
}

const byTime = (a: Step, b: Step) => a.atMs - b.atMs;

/** The steps of one moment that have come, in their order. */
export function stepsOf(batches: readonly BatchTimes[], moment: "submittedMs" | "endedMs"): Step[] {
  return batches
    .flatMap((batch) => {
      const atMs = batch[moment];
      return atMs === null ? [] : [{ people: batch.people, atMs }];
    })
    .sort(byTime);
}

/** When the next may leave, by those that have. */
export function earliestMs(left: readonly number[], windows: readonly RateWindow[]): number {
  return Math.max(
    -Infinity,
    ...windows.map(({ seconds, requests }) => (left[left.length - requests] ?? -Infinity) + seconds * 1000),
  );
}

/** How much of the time from one moment to another was a pause. */
function pausedMs(pauses: readonly Pause[], fromMs: number, toMs: number): number {
  return pauses.reduce(
    (sum, pause) => sum + Math.max(0, Math.min(pause.toMs, toMs) - Math.max(pause.fromMs, fromMs)),
    0,
  );
}

/**
 * The people of batches that were in hand when the last step came, each by how far it was: of several that were begun
 * together one comes first, and without the others each would seem to have taken that long.
 */
function inHand(steps: readonly Step[], fromMs: number, atOnce: number): number {
  const last = steps.length - 1;
  const begun = (index: number) => steps[index - atOnce]?.atMs ?? fromMs;
  const at = steps[last];
  if (!at) return 0;
  const took = Math.max(1, at.atMs - begun(last));
  const others = Array.from({ length: atOnce - 1 }, (_, index) => begun(last + 1 + index));
  return others.reduce((sum, begunMs) => sum + at.people * Math.min(1, (at.atMs - begunMs) / took), 0);
}

/** What steps took that came one after the other; `free` says from when on the next one could have been done. */
export function effortOf(
  steps: readonly Step[],
  given: { fromMs: number; pauses?: readonly Pause[]; atOnce?: number; free?: (index: number) => number },
): Effort {
  const { fromMs, pauses = [], atOnce = 1, free = () => -Infinity } = given;
  const gaps = steps.map(({ atMs }, index) => {
    const before = Math.max(steps[index - 1]?.atMs ?? fromMs, free(index));
    return Math.max(0, atMs - before - pausedMs(pauses, before, atMs));
  });
  return {
    ms: gaps.reduce((sum, gap) => sum + gap, 0),
    people: steps.reduce((sum, { people }) => sum + people, 0) + inHand(steps, fromMs, Math.max(1, atOnce)),
    steps: steps.length,
    longestMs: Math.max(0, ...gaps),
  };
}

/** The number that so many of all are below. */
function quantile(numbers: readonly number[], share: number): number | undefined {
  return numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) * share)];
}

// Of fewer ends it cannot be told whether settling took the time between them.
const LEAST_GAPS = 3;

/** What settling one batch after the other takes, by the shorter half of the times between their ends. */
export function settlingOf(sends: readonly BatchTimes[]): Effort {
  const steps = stepsOf(sends, "endedMs");
  const later = steps.slice(1);
  const gaps = later.map(({ atMs }, index) => atMs - (steps[index]?.atMs ?? atMs));
  const gap = quantile(gaps, 0.4);
  if (gap === undefined || gaps.length < LEAST_GAPS) return { ms: 0, people: 0, steps: 0, longestMs: 0 };
  const people = later.reduce((sum, step) => sum + step.people, 0);
  return { ms: gap * gaps.length, people, steps: gaps.length, longestMs: Math.max(...gaps) };
}

// An end that follows another this much later than settling takes was waited for.
const WAITED_FOR = 1.5;

/**
 * Times from being accepted to being settled. Of batches that were settled one right after the other all but the
 * quickest waited for the question or for their turn.
 */
function lagsOf(sends: readonly BatchTimes[]): number[] {
  const ended = sends
    .flatMap(({ submittedMs, endedMs }) =>
      submittedMs === null || endedMs === null ? [] : [{ submittedMs, endedMs }],
    )
    .toSorted((a, b) => a.endedMs - b.endedMs);
  const { ms, steps } = settlingOf(sends);
  const least = steps === 0 ? 0 : (ms / steps) * WAITED_FOR;
  const lags: number[] = [];
  for (const [index, { submittedMs, endedMs }] of ended.entries()) {
    const lagMs = endedMs - submittedMs;
    const isNew = index === 0 || endedMs - (ended[index - 1]?.endedMs ?? 0) > least;
    lags.push(isNew ? lagMs : Math.min(lags.pop() ?? lagMs, lagMs));
  }
  return lags;
}

// As many tell enough; before that, the run before is heard too.
const ENOUGH_LAGS = 8;

/**
 * How long the destination takes from accepting a batch until it can be settled; null where nothing tells. By the
 * quicker ones, since what is asked after in growing intervals is found late.
 */
export function lagOf(sends: readonly BatchTimes[], earlier: readonly BatchTimes[] = []): number | null {
  return quantile([...lagsOf(earlier), ...lagsOf(sends)].slice(-ENOUGH_LAGS), 0.25) ?? null;
}
