import type { RateWindow } from "@/lib/destinations/types";
import type { BatchTimes, BatchWindows, RunTimes } from "@/lib/runs/progress/run-pace";

/** A run as it might have gone. Times in seconds; batches are of up to 10,000 people, removals of up to 1,000. */
export interface Story {
  people: number;
  leavers?: number;
  plan: number;
  /** Preparing one full batch, and how many are prepared at once. */
  encode: number;
  atOnce: number;
  /** What the destination needs for a full batch, and what we need to settle it. */
  job: number;
  settle: number;
  /** Looking up and taking off a thousand people. */
  remove?: number;
  windows: BatchWindows;
  /** The destination asks for a pause at this moment of the run. */
  pause?: { at: number; lasts: number };
  seed?: number;
}

interface Wait {
  from: number;
  until: number;
}

/** A repeatable dice around 1. */
function dice(seed: number, spread = 0.2): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return 1 + (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 - 0.5) * 2 * spread;
  };
}

function cut(people: number, size: number): number[] {
  return Array.from({ length: Math.ceil(people / size) }, (_, index) =>
    Math.min(size, people - index * size),
  );
}

// Longer waits are sat out by nobody: a job brings the run on, and comes a little late.
const PATIENCE = 3;
const LATE = 0.5;

/** Says when the next may leave who is ready at `at`, and takes that slot. */
function openGate(windows: readonly RateWindow[], waits: Wait[], pause?: Story["pause"]) {
  const left: number[] = [];
  const slot = (at: number) => {
    const free = windows.map(
      ({ seconds, requests }) => (left[left.length - requests] ?? -Infinity) + seconds,
    );
    return Math.max(at, ...free);
  };
  return (ready: number): number => {
    let at = slot(ready);
    if (pause && at > pause.at && at < pause.at + pause.lasts) at = pause.at + pause.lasts;
    if (at - ready > PATIENCE) {
      waits.push({ from: ready, until: at });
      at += LATE;
    }
    left.push(at);
    return at;
  };
}

/** Hands over in order of readiness; each worker begins its next batch when the one before has left. */
function send(sizes: number[], story: Story, roll: () => number, waits: Wait[]): number[] {
  const gate = openGate(story.windows.send, waits, story.pause);
  const workers = Array.from({ length: story.atOnce }, () => story.plan);
  const queue = [...sizes];
  const left: number[] = [];
  while (queue.length > 0) {
    const worker = workers.indexOf(Math.min(...workers));
    const people = queue.shift() ?? 0;
    const ready = (workers[worker] ?? 0) + story.encode * (people / 10_000) * roll();
    const at = gate(Math.max(ready, left.at(-1) ?? 0));
    workers[worker] = at;
    left.push(at);
  }
  return left;
}

// A longer wait is a job's, and a new one begins with short ones again.
const LONGEST_SITTING = 2;

/** Asks in growing intervals, and settles one batch after the other. */
function confirm(sizes: number[], left: number[], story: Story, roll: () => number): number[] {
  const done = left.map((at) => at + story.job * (0.8 + roll() / 5));
  const ended: (number | undefined)[] = left.map(() => undefined);
  let now = (left[0] ?? story.plan) + 0.4;
  let wait = 0.4;
  while (ended.includes(undefined)) {
    const news = done.flatMap((at, index) => (at <= now && ended[index] === undefined ? [index] : []));
    for (const index of news) {
      now += story.settle * ((sizes[index] ?? 0) / 10_000) * roll();
      ended[index] = now;
    }
    wait = news.length > 0 || wait > LONGEST_SITTING ? 0.4 : wait * 1.6;
    now += wait;
  }
  return ended.map((at) => at ?? 0);
}

function remove(sizes: number[], from: number, story: Story, roll: () => number, waits: Wait[]): number[] {
  const gate = openGate(story.windows.remove, waits);
  const workers = Array.from({ length: 4 }, () => from);
  return sizes.map((people) => {
    const worker = workers.indexOf(Math.min(...workers));
    const at = gate((workers[worker] ?? 0) + (story.remove ?? 2) * (people / 1000) * roll());
    workers[worker] = at;
    return at;
  });
}

export interface Timeline extends RunTimes {
  finishedMs: number;
  /** While the run's status was `waiting`. */
  waits: { fromMs: number; untilMs: number }[];
}

/** The story's run from its beginning to its end, all of its moments known. */
export function timelineOf(story: Story): Timeline {
  const roll = dice(story.seed ?? 1);
  const sends = cut(story.people, 10_000);
  const removals = cut(story.leavers ?? 0, 1_000);
  const waits: Wait[] = [];
  const left = send(sends, story, roll, waits);
  const ended = confirm(sends, left, story, roll);
  const from = Math.max(story.plan, ...ended);
  const removed = remove(removals, from, story, roll, waits);
  const ms = (seconds: number | undefined) => Math.round((seconds ?? 0) * 1000);
  return {
    startedMs: 0,
    plannedMs: ms(story.plan),
    finishedMs: ms(Math.max(from, ...removed)),
    sends: sends.map((people, index) => ({
      people,
      submittedMs: ms(left[index]),
      endedMs: ms(ended[index]),
    })),
    removals: removals.map((people, index) => ({
      people,
      submittedMs: ms(removed[index]),
      endedMs: ms(removed[index]),
    })),
    pauses: story.pause
      ? [{ fromMs: ms(story.pause.at), toMs: ms(story.pause.at + story.pause.lasts + LATE) }]
      : [],
    waits: waits.map(({ from: begun, until }) => ({ fromMs: ms(begun), untilMs: ms(until) })),
  };
}

/** What was known of a run at a moment. */
export function knownAt(run: RunTimes, nowMs: number): RunTimes {
  const past = (atMs: number | null) => (atMs !== null && atMs <= nowMs ? atMs : null);
  const batch = ({ people, submittedMs, endedMs }: BatchTimes) => ({
    people,
    submittedMs: past(submittedMs),
    endedMs: past(endedMs),
  });
  const plannedMs = past(run.plannedMs);
  return {
    startedMs: run.startedMs,
    plannedMs,
    finishedMs: past(run.finishedMs),
    sends: plannedMs === null ? [] : run.sends.map(batch),
    removals: plannedMs === null ? [] : run.removals.map(batch),
    pauses: run.pauses.filter(({ fromMs }) => fromMs <= nowMs),
  };
}
