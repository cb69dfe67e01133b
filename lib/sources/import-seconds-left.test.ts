import { expect, it } from "vitest";
import { importSecondsLeft } from "./import-seconds-left";

const at = (seconds: number) => new Date(seconds * 1_000);
const job = {
  status: "running",
  readBytes: 250n,
  totalBytes: 1_000n,
  rowsRead: 0,
  rowsExpected: null,
  startedAt: at(0),
  stagedAt: null,
  confirmedAt: null,
  asksFirst: false,
};

it("goes by the pace of reading, and counts the merge that follows", () => {
  expect(importSecondsLeft(job, 10_000)).toBe(30 + 80);
});

it("ends with reading where somebody has to look at it first", () => {
  expect(importSecondsLeft({ ...job, asksFirst: true }, 10_000)).toBe(30);
});

it("goes by what reading took once the file is read, and never says less than a second", () => {
  const read = { ...job, readBytes: 1_000n, stagedAt: at(40) };
  expect(importSecondsLeft(read, 60_000)).toBe(60);
  expect(importSecondsLeft(read, 500_000)).toBe(1);
});

it("does not count the time somebody took to decide", () => {
  const confirmed = { ...job, stagedAt: at(40), confirmedAt: at(1_000) };
  expect(importSecondsLeft(confirmed, 1_010_000)).toBe(70);
});

it("says nothing in the first second, of what waits, and of what is over", () => {
  expect(importSecondsLeft(job, 999)).toBeNull();
  expect(importSecondsLeft({ ...job, readBytes: 0n }, 5_000)).toBeNull();
  expect(importSecondsLeft({ ...job, status: "queued" }, 5_000)).toBeNull();
});

it("goes by the rows of a database, as long as it is taken to have more", () => {
  const refresh = { ...job, readBytes: 5_000n, totalBytes: 0n, rowsRead: 250, rowsExpected: 1_000 };
  expect(importSecondsLeft(refresh, 10_000)).toBe(30 + 80);
  expect(importSecondsLeft({ ...refresh, rowsRead: 1_001 }, 10_000)).toBeNull();
  expect(importSecondsLeft({ ...refresh, rowsExpected: null }, 10_000)).toBeNull();
});
