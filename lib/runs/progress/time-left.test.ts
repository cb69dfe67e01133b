import { describe, expect, it } from "vitest";
import { type Story, type Timeline, knownAt, timelineOf } from "@/tests/support/run-timeline";
import type { RunTimes } from "./run-pace";
import { secondsLeft } from "./time-left";

const published = {
  send: [
    { seconds: 1, requests: 10 },
    { seconds: 60, requests: 150 },
  ],
  remove: [
    { seconds: 1, requests: 7 },
    { seconds: 60, requests: 75 },
  ],
};
const half = {
  send: published.send.map(({ seconds, requests }) => ({ seconds, requests: requests / 2 })),
  remove: published.remove.map(({ seconds, requests }) => ({ seconds, requests: Math.floor(requests / 2) })),
};

const usual = { plan: 2, encode: 1.5, atOnce: 2, job: 1, settle: 0.3, windows: published };

const stories: [string, Story][] = [
  [
    "1,000,000 people whose imports have to wait for a minute",
    { ...usual, people: 1_010_000, plan: 12, encode: 0.3, atOnce: 4, windows: half },
  ],
  [
    "1,000,000 people as fast as they can be prepared",
    { ...usual, people: 1_000_000, plan: 14, encode: 1.6 },
  ],
  [
    "3,000,000 people over several minutes of limits",
    { ...usual, people: 3_000_000, plan: 30, encode: 0.2, atOnce: 4 },
  ],
  ["100,000 people as fast as they can be prepared", { ...usual, people: 100_000 }],
  [
    "300,000 people where settling is the slowest",
    { ...usual, people: 300_000, plan: 5, encode: 0.6, settle: 1.2 },
  ],
  ["200,000 people while Klaviyo takes its time", { ...usual, people: 200_000, plan: 4, job: 40 }],
  ["50,000 people and 20,000 leavers", { ...usual, people: 50_000, leavers: 20_000, remove: 2.4 }],
  ["120,000 leavers who have to wait for look-ups", { ...usual, people: 20_000, leavers: 120_000 }],
  [
    "400,000 people with a pause that Klaviyo asked for",
    { ...usual, people: 400_000, pause: { at: 15, lasts: 20 } },
  ],
];

const TICK_MS = 500;
/** Shown in steps of five seconds, so less than that is nobody's error. */
const LEAST_ERROR = 3;

/** A smaller run on a busier machine. */
const before = (story: Story, seed: number): Story => ({
  ...story,
  seed: seed + 10,
  pause: undefined,
  people: story.people * 0.8,
  encode: story.encode * 1.1,
});

/** Nobody can foresee a pause that Klaviyo will ask for, nor how long it takes before it took any. */
function isKnown({ pause }: Story, run: RunTimes, earlier: RunTimes | null, nowMs: number): boolean {
  if (pause && nowMs < pause.at * 1000 + 2_000) return false;
  const ended = run.sends.filter(({ endedMs }) => endedMs !== null && endedMs <= nowMs).length;
  return earlier !== null || ended >= Math.min(run.sends.length / 2, 6);
}

function judge(story: Story, run: Timeline, earlier: RunTimes | null) {
  const off: string[] = [];
  for (let nowMs = run.finishedMs / 4; nowMs < run.finishedMs; nowMs += TICK_MS) {
    if (!isKnown(story, run, earlier, nowMs)) continue;
    const wait = run.waits.findLast(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs);
    const known = knownAt(run, nowMs);
    const pending = [...known.sends, ...known.removals].filter((one) => one.submittedMs === null).length;
    const said = secondsLeft({
      nowMs,
      waitsUntilMs: wait?.untilMs ?? null,
      atOnce: Math.min(known.sends.every((one) => one.endedMs !== null) ? 4 : story.atOnce, pending),
      run: known,
      earlier,
      windows: story.windows,
    });
    const left = (run.finishedMs - nowMs) / 1000;
    if (said === null || Math.abs(said - left) > Math.max(0.2 * left, LEAST_ERROR))
      off.push(`after ${(nowMs / 1000).toFixed(1)} s: ${said} instead of ${left.toFixed(1)}`);
  }
  return off;
}

describe("from a quarter of a run on, its time left is right by a fifth", () => {
  describe.each(stories)("%s", (_, story) => {
    it.each([1, 2, 3, 4])("seed %i", (seed) => {
      const run = timelineOf({ ...story, seed });
      const earlier = timelineOf(before(story, seed));
      expect(judge(story, run, earlier)).toEqual([]);
    });
    it.each([1, 2, 3, 4])("without a run before it, seed %i", (seed) => {
      const run = timelineOf({ ...story, seed });
      expect(judge(story, run, null)).toEqual([]);
    });
  });
});
