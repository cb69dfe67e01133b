import { expect, it } from "vitest";
import {
  type ExportFigures,
  brokenAuditBounds,
  brokenBounds,
  brokenCustomersBounds,
  brokenImportBounds,
  brokenLargeFileBounds,
  brokenLimiterBounds,
  brokenSegmentBounds,
  brokenSignInBounds,
  brokenWorkersBounds,
} from "./bounds";

const good: ExportFigures = {
  profiles: 100_000,
  seconds: 8,
  calls: 15,
  minCalls: 11,
  floorSeconds: 1,
  ratio: 8,
  peakRssMb: 300,
  overRate: 0,
  lost: 0,
  extra: 0,
  unaccounted: 0,
};

it("holds what just fits", () => {
  expect(brokenBounds(good)).toEqual([]);
});

it.each<[string, Partial<ExportFigures>]>([
  ["a slow run", { ratio: 8.01 }],
  ["a large worker", { peakRssMb: 301 }],
  ["a request too early", { overRate: 1 }],
  ["a lost person", { lost: 1 }],
  ["a person too many", { extra: 1 }],
  ["a person without an outcome", { unaccounted: 1 }],
])("names %s", (_, wrong) => {
  expect(brokenBounds({ ...good, ...wrong })).toHaveLength(1);
});

it("does not hold a small run to the ratio of a large one", () => {
  expect(brokenBounds({ ...good, profiles: 10_000, ratio: 9 })).toEqual([]);
});

it("holds the second run of a million to the bare SQL and to the fewest calls", () => {
  const second = { ...good, profiles: 1_000_000, seconds: 10, sqlSeconds: 5, calls: 21, ratio: 10 };
  expect(brokenBounds(second)).toEqual([]);
  expect(brokenBounds({ ...second, sqlSeconds: 4.9 })).toHaveLength(1);
  expect(brokenBounds({ ...second, calls: 22 })).toHaveLength(1);
});

it("holds the first run of a million to a third of the ratio, and to the memory of a small one", () => {
  const first = { ...good, profiles: 1_000_000, ratio: 3, peakRssMb: 262 };
  expect(brokenBounds(first)).toEqual([]);
  expect(brokenBounds({ ...first, ratio: 3.01 })).toHaveLength(1);
  expect(brokenBounds({ ...first, peakRssMb: 263 })).toHaveLength(1);
  expect(brokenBounds({ ...first, peakRssMb: 301 })).toHaveLength(2);
});

it("holds four workers to a quarter more than one takes, and all to what is on the list", () => {
  const fair = { one: 20, two: 18, four: 25, overRate: 0, lost: 0, extra: 0 };
  expect(brokenWorkersBounds(fair, 1_000_000)).toEqual([]);
  expect(brokenWorkersBounds({ ...fair, four: 25.01 }, 1_000_000)).toHaveLength(1);
  expect(brokenWorkersBounds({ ...fair, four: 99 }, 20_000)).toEqual([]);
  for (const name of ["overRate", "lost", "extra"])
    expect(brokenWorkersBounds({ ...fair, [name]: 1 }, 1_000_000)).toHaveLength(1);
});

it("holds the limiter to the published rate, and to using nearly all of it", () => {
  const fair = { processes: 20, seconds: 70, allowed: 250, sent: 238, overRate: 0, used: 0.95 };
  expect(brokenLimiterBounds(fair)).toEqual([]);
  expect(brokenLimiterBounds({ ...fair, used: 0.94 })).toHaveLength(1);
  expect(brokenLimiterBounds({ ...fair, overRate: 1 })).toHaveLength(1);
});

it("holds an import to ten times a plain COPY, and its worker to 250 MB", () => {
  const fair = { rows: 1_000_000, seconds: 30, copySeconds: 3, ratio: 10, peakRssMb: 250 };
  expect(brokenImportBounds(fair)).toEqual([]);
  expect(brokenImportBounds({ ...fair, ratio: 10.01 })).toHaveLength(1);
  expect(brokenImportBounds({ ...fair, peakRssMb: 251 })).toHaveLength(1);
  expect(brokenImportBounds({ ...fair, rows: 99_999, ratio: 20 })).toEqual([]);
});

it("holds a large file to the memory that a small one takes", () => {
  const fair = {
    megabytes: 2_048,
    rows: 1_000_000,
    uploadSeconds: 60,
    seconds: 300,
    webMb: 400,
    webGrownMb: 100,
    workerMb: 250,
    workerGrownMb: 100,
  };
  expect(brokenLargeFileBounds(fair)).toEqual([]);
  for (const more of [{ webGrownMb: 101 }, { workerGrownMb: 101 }])
    expect(brokenLargeFileBounds({ ...fair, ...more })).toHaveLength(1);
});

it("holds the slowest question about customers to a tenth of a second", () => {
  expect(brokenCustomersBounds({ profiles: 1_000_000, p95Ms: 100 })).toEqual([]);
  expect(brokenCustomersBounds({ profiles: 1_000_000, p95Ms: 100.1 })).toHaveLength(1);
});

it("holds a segment to four bare counts, and a live count to what nobody waits for", () => {
  const fair = { profiles: 1_000_000, seconds: 2, sqlSeconds: 0.5, ratio: 4, liveCountP95Ms: 800 };
  expect(brokenSegmentBounds(fair)).toEqual([]);
  expect(brokenSegmentBounds({ ...fair, ratio: 4.001 })).toHaveLength(1);
  expect(brokenSegmentBounds({ ...fair, liveCountP95Ms: 801 })).toHaveLength(1);
  expect(brokenSegmentBounds({ ...fair, profiles: 10_000, ratio: 9 })).toEqual([]);
});

it("wants every page of the audit log within a tenth of a second", () => {
  expect(brokenAuditBounds({ p95Ms: 100 })).toEqual([]);
  expect(brokenAuditBounds({ p95Ms: 100.1 })).toEqual(["A page took 100.1 ms, over 100."]);
});

it("holds guessing to ten a minute, the owner to getting in, and both addresses to one time", () => {
  const fair = { attempts: 1_000, hashesPerMinute: 10, ownerSignedIn: true, timingDifference: 0.1 };
  expect(brokenSignInBounds(fair)).toEqual([]);
  expect(brokenSignInBounds({ ...fair, hashesPerMinute: 11 })).toHaveLength(1);
  expect(brokenSignInBounds({ ...fair, ownerSignedIn: false })).toHaveLength(1);
  expect(brokenSignInBounds({ ...fair, timingDifference: 0.101 })).toHaveLength(1);
});
