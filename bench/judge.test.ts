import { expect, it } from "vitest";
import type { LogEntry } from "@/emulator/control/request-log.ts";
import {
  type Work,
  bytesEach,
  countOverRate,
  countPassed,
  floorSeconds,
  importsNeeded,
  minCalls,
  mostWithoutPhase,
  msUntilFree,
} from "./judge";

const everybody: Work = { records: 100_000, bytesEach: 300, leavers: 0, unknownLeavers: 0 };

function entry(wallMs: number, given: Partial<LogEntry> = {}): LogEntry {
  return {
    seq: wallMs,
    at: new Date(wallMs).toISOString(),
    wallMs,
    method: "POST",
    route: "/api/profile-bulk-import-jobs",
    path: "/api/profile-bulk-import-jobs",
    account: "AcmeAc",
    credential: "main",
    status: 202,
    bytes: 0,
    rows: 0,
    committed: true,
    jobId: null,
    faults: [],
    durationMs: 1,
    throttledBy: null,
    ...given,
  };
}
const at = (...times: number[]) => times.map((time) => entry(time));
const together = (count: number, time: number) => Array.from({ length: count }, () => entry(time));

it("needs as many imports as count or bytes ask for, whichever are more", () => {
  expect(importsNeeded(everybody)).toBe(10);
  expect(importsNeeded({ ...everybody, records: 100_001 })).toBe(11);
  expect(importsNeeded({ ...everybody, bytesEach: 600 })).toBe(12);
  expect(importsNeeded({ ...everybody, records: 0, bytesEach: 0 })).toBe(0);
});

it("adds a status read for every hundred jobs", () => {
  expect(minCalls(everybody)).toBe(11);
  expect(minCalls({ ...everybody, records: 1_000_000 })).toBe(101);
  expect(minCalls({ ...everybody, records: 1_010_000 })).toBe(103);
});

it("adds look-ups of leavers nobody knows the id of, and removals of all", () => {
  const work = { ...everybody, records: 10_000, leavers: 5_000 };
  expect(minCalls({ ...work, unknownLeavers: 5_000 })).toBe(1 + 1 + 50 + 5);
  expect(minCalls({ ...work, unknownLeavers: 101 })).toBe(1 + 1 + 2 + 5);
});

it("knows the least time the windows of a second and a minute allow", () => {
  expect([1, 10, 11, 20, 21].map(floorSeconds)).toEqual([1, 1, 1, 1, 2]);
  expect([100, 150, 151, 250].map(floorSeconds)).toEqual([9, 14, 60, 69]);
  expect(floorSeconds(0)).toBe(1);
});

it("knows how many requests fit into a time for one who does not know the phase", () => {
  const imports = "POST /api/profile-bulk-import-jobs";
  expect([0.5, 1, 1.5, 14, 15, 60].map((seconds) => mostWithoutPhase(imports, seconds))).toEqual([
    10, 10, 20, 140, 150, 150,
  ]);
  expect([61, 70, 120].map((seconds) => mostWithoutPhase(imports, seconds))).toEqual([160, 250, 300]);
});

it("waits for the minute of imports before, where the next ones would not fit beside them", () => {
  const before = together(100, 10_000);
  expect(msUntilFree(before, 50, 12_000)).toBe(0);
  expect(msUntilFree(before, 51, 12_000)).toBe(58_000);
  expect(msUntilFree(before, 51, 80_000)).toBe(0);
  expect(msUntilFree([], 200, 80_000)).toBe(0);
});

it("counts what passed from the first request on, on one route", () => {
  const log = [...at(500, 1_000, 70_499, 70_500), entry(600, { throttledBy: "AcmeAc|x|1s" })];
  expect(countPassed([...log, entry(700, { method: "GET" })], "POST /api/profile-bulk-import-jobs", 70)).toBe(
    3,
  );
  expect(countPassed([], "POST /api/profile-bulk-import-jobs", 70)).toBe(0);
});

it("divides what imports weighed by their rows, and leaves out what had no effect", () => {
  const log = [
    entry(1, { rows: 100, bytes: 30_000 }),
    entry(2, { rows: 300, bytes: 120_000 }),
    entry(3, { rows: 0, bytes: 4_000_000, committed: false, status: 429 }),
    entry(4, { method: "GET", bytes: 900 }),
  ];
  expect(bytesEach(log)).toBe(375);
  expect(bytesEach([])).toBe(0);
});

it("counts what the local Klaviyo refused", () => {
  const refused = { throttledBy: "AcmeAc|POST /api/profile-bulk-import-jobs|1s", status: 429 };
  expect(countOverRate([...at(1, 2), entry(3, refused), entry(4, refused)])).toBe(2);
});

it("counts the eleventh within a second even where the windows' phase let it pass", () => {
  expect(countOverRate(together(10, 5_000))).toBe(0);
  expect(countOverRate([...together(10, 5_000), entry(5_999)])).toBe(1);
  expect(countOverRate([...together(10, 5_000), entry(6_000)])).toBe(0);
  expect(countOverRate([entry(5_999), ...together(10, 5_000)])).toBe(1);
});

it("counts the hundred and fifty-first within a minute", () => {
  const spread = Array.from({ length: 150 }, (_, index) => entry(index * 200));
  expect(countOverRate(spread)).toBe(0);
  expect(countOverRate([...spread, entry(59_999)])).toBe(1);
  expect(countOverRate([...spread, entry(60_000)])).toBe(0);
});

it("holds each route and each account to a limit of its own", () => {
  const reads = together(10, 5_000).map((one) => ({ ...one, method: "GET" }));
  const others = together(10, 5_000).map((one) => ({ ...one, account: "Rival0" }));
  expect(countOverRate([...together(10, 5_000), ...reads, ...others])).toBe(0);
});
