import {
  type BatchTimes,
  type BatchWindows,
  type Effort,
  type RunTimes,
  type Step,
  earliestMs,
  effortOf,
  lagOf,
  settlingOf,
  stepsOf,
} from "./run-pace";
import type { RateWindow } from "@/lib/destinations/types";

/** What the time left of a run follows from. */
export interface TimeFacts {
  nowMs: number;
  /** Until when it waits, and null while it does not. */
  waitsUntilMs: number | null;
  run: RunTimes;
  /** Batches that a worker has in hand. */
  atOnce: number;
  /** The last run of the export that went through, if there is one. */
  earlier: RunTimes | null;
  windows: BatchWindows;
}

// Before anything was taken off: ten look-ups and a removal for a thousand people, by several workers at once.
const GUESSED_REMOVAL_MS = 0.6;
// So many batches the earlier run counts for at first; by twice as many of its own a run is known.
const TRUST = 3;

/** Milliseconds a person: what this run shows, and the less it has shown yet, what was so before. */
function perPerson(own: Effort, before: number | null, batch: number): number | null {
  const trust = before === null ? 0 : Math.max(0, TRUST - own.steps / 2) * batch;
  const people = own.people + trust;
  return people === 0 ? before : (own.ms + (before ?? 0) * trust) / people;
}

const rateOf = (effort: Effort | null) => (effort && effort.people > 0 ? effort.ms / effort.people : null);

interface Line {
  done: readonly Step[];
  /** People of each batch still to come. */
  waiting: readonly number[];
  effort: Effort;
  msPerPerson: number;
  windows: readonly RateWindow[];
  fromMs: number;
}

/** When each batch that waits will be through, one after the other, as the windows allow. */
function forecast({ done, waiting, effort, msPerPerson, windows, fromMs }: Line, nowMs: number): number[] {
  const all = done.map(({ atMs }) => atMs);
  let before = Math.max(all.at(-1) ?? fromMs, fromMs);
  // Nothing has come for much longer than ever: that much later comes the rest.
  const idle = nowMs - Math.max(before, earliestMs(all, windows));
  const usual = 2 * Math.max(effort.longestMs, msPerPerson * (waiting[0] ?? 0));
  before += Math.max(0, idle - usual);
  for (const people of waiting) {
    before = Math.max(before + people * msPerPerson, earliestMs(all, windows));
    all.push(before);
  }
  return all.slice(done.length);
}

function freeBy(steps: readonly Step[], windows: readonly RateWindow[]) {
  const times = steps.map(({ atMs }) => atMs);
  return (index: number) => earliestMs(times.slice(0, index), windows);
}

function sendEffort(run: RunTimes, windows: readonly RateWindow[], atOnce = 1): Effort {
  const steps = stepsOf(run.sends, "submittedMs");
  const fromMs = run.plannedMs ?? run.startedMs;
  return effortOf(steps, { fromMs, pauses: run.pauses, atOnce, free: freeBy(steps, windows) });
}

function removalEffort(run: RunTimes, windows: readonly RateWindow[], atOnce = 1): Effort {
  const fromMs = stepsOf(run.sends, "endedMs").at(-1)?.atMs ?? run.plannedMs ?? run.startedMs;
  const steps = stepsOf(run.removals, "endedMs");
  return effortOf(steps, { fromMs, pauses: run.pauses, atOnce, free: freeBy(steps, windows) });
}

/** Until when nothing leaves, or left. */
function goesOnMs({ pauses }: RunTimes, waitsUntilMs: number | null): number {
  return Math.max(-Infinity, waitsUntilMs ?? -Infinity, ...pauses.map(({ toMs }) => toMs));
}

const waitingOf = (batches: readonly BatchTimes[], moment: "submittedMs" | "endedMs") =>
  batches.filter((batch) => batch[moment] === null).map(({ people }) => people);

/** When the last batch will be handed over, and all those that are to be confirmed were or will be. */
function handedOver({ nowMs, waitsUntilMs, run, earlier, windows, atOnce }: TimeFacts): number[] | null {
  const waiting = waitingOf(run.sends, "submittedMs");
  const done = stepsOf(run.sends, "submittedMs");
  const open = run.sends.flatMap(({ submittedMs, endedMs }) =>
    submittedMs !== null && endedMs === null ? [submittedMs] : [],
  );
  if (waiting.length === 0) return open;
  const effort = sendEffort(run, windows.send, atOnce);
  const before = rateOf(earlier && sendEffort(earlier, windows.send));
  const msPerPerson = perPerson(effort, before, waiting[0] ?? 0);
  if (msPerPerson === null) return null;
  const fromMs = Math.max(run.plannedMs ?? run.startedMs, goesOnMs(run, waitsUntilMs));
  const line = { done, waiting, effort, msPerPerson, windows: windows.send, fromMs };
  return [...open, ...forecast(line, nowMs)];
}

/** When the last batch is settled; null where nobody knows how long the destination takes. */
function confirmedMs({ run, earlier }: TimeFacts, handedOverMs: readonly number[]): number | null {
  const { sends } = run;
  const done = stepsOf(sends, "endedMs");
  let last = Math.max(done.at(-1)?.atMs ?? -Infinity, run.plannedMs ?? run.startedMs);
  if (handedOverMs.length === 0) return last;
  const lagMs = lagOf(sends, earlier?.sends);
  if (lagMs === null) return null;
  const sizes = waitingOf(sends, "endedMs");
  const msPerPerson = perPerson(
    settlingOf(sends),
    rateOf(earlier && settlingOf(earlier.sends)),
    sizes[0] ?? 0,
  );
  for (const [index, leftMs] of handedOverMs.entries())
    last = Math.max(last + (sizes[index] ?? 0) * (msPerPerson ?? 0), leftMs + lagMs);
  return last;
}

function removedMs(facts: TimeFacts, fromMs: number): number {
  const { run, earlier, windows, nowMs, waitsUntilMs, atOnce } = facts;
  const waiting = waitingOf(run.removals, "endedMs");
  if (waiting.length === 0) return fromMs;
  const effort = removalEffort(run, windows.remove, atOnce);
  const before = rateOf(earlier && removalEffort(earlier, windows.remove)) ?? GUESSED_REMOVAL_MS;
  const msPerPerson = perPerson(effort, before, waiting[0] ?? 0) ?? before;
  const done = stepsOf(run.removals, "endedMs");
  const start = Math.max(fromMs, goesOnMs(run, waitsUntilMs));
  const line = { done, waiting, effort, msPerPerson, windows: windows.remove, fromMs: start };
  return forecast(line, nowMs).at(-1) ?? fromMs;
}

/** Before the plan there is only what the earlier run took. */
function unplannedMs({ run, earlier }: TimeFacts): number | null {
  if (!earlier || earlier.plannedMs === null || earlier.finishedMs === null) return null;
  return run.startedMs + (earlier.finishedMs - earlier.startedMs);
}

function endMs(facts: TimeFacts): number | null {
  if (facts.run.plannedMs === null) return unplannedMs(facts);
  const handedOverMs = handedOver(facts);
  const fromMs = handedOverMs && confirmedMs(facts, handedOverMs);
  return fromMs === null ? null : removedMs(facts, fromMs);
}

/**
 * How many seconds a run will take until its end, through all its phases; null where nothing tells. It goes by what
 * the run's own batches took, at first also by the run before, and by the rate windows that are still to be waited for.
 */
export function secondsLeft(facts: TimeFacts): number | null {
  const end = endMs(facts);
  return end === null ? null : Math.max(1, Math.ceil((end - facts.nowMs) / 1000));
}
