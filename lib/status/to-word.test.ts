import { describe, expect, it } from "vitest";
import { type TaskRow, standOf } from "./stand";
import { wordOfImport, wordOfRun, wordOfSegmentRefresh } from "./to-word";
import { type RunRow, workOfRun } from "./work";

const now = new Date("2027-03-01T12:00:00Z");
const nothing = { word: "not_started", note: null, updatedAt: null, seconds: null } as const;

const run: RunRow = {
  id: "r",
  status: "successful",
  reason: "manual",
  by: "Anna",
  planFailures: 0,
  plan: { members: 12 },
  result: null,
  problemCode: null,
  problemParams: {},
  createdAt: "2027-03-01T11:00:00Z",
  startedAt: "2027-03-01T11:00:01Z",
  finishedAt: "2027-03-01T11:01:01Z",
};

const task: TaskRow = {
  id: "t",
  state: "skipped",
  problem_code: "upstream_failed",
  problem_params: { kind: "source", name: "Shop" },
  started_at: null,
  finished_at: "2027-03-01T11:30:00Z",
  import_id: null,
  segment_refresh_id: null,
  run_id: null,
};

describe("the words of the Status page", () => {
  it("call failed what is tried again, and failed for good what is not", () => {
    expect(wordOfImport({ status: "queued", rowsBad: 0, epoch: 0 })).toBe("queued");
    expect(wordOfImport({ status: "queued", rowsBad: 0, epoch: 1 })).toBe("failed");
    expect(wordOfImport({ status: "failed", rowsBad: 0, epoch: 5 })).toBe("failed_permanent");
    expect(wordOfSegmentRefresh({ status: "refreshing", problemCode: "refresh_failed" })).toBe("failed");
    expect(wordOfSegmentRefresh({ status: "failed", problemCode: "field_unknown" })).toBe("failed_permanent");
    expect(wordOfRun({ status: "running", planFailures: 2 })).toBe("failed");
    expect(wordOfRun({ status: "failed", planFailures: 0 })).toBe("failed_permanent");
  });

  it("call it a warning when rows were left out", () => {
    expect(wordOfImport({ status: "successful", rowsBad: 3, epoch: 1 })).toBe("completed_with_warnings");
  });
});

describe("where a thing stands", () => {
  it("is what its own last run says, with how long it took", () => {
    expect(standOf({ work: workOfRun(run), task: null }, nothing, now)).toMatchObject({
      word: "successful",
      updatedAt: run.finishedAt,
      seconds: 60,
    });
  });

  it("is that a refresh of the whole left it out since, for the reason at the root", () => {
    expect(standOf({ work: workOfRun(run), task }, nothing, now)).toMatchObject({
      word: "skipped",
      note: { from: "notes", code: "upstream_failed", params: { name: "Shop" } },
    });
  });

  it("is what it did since that refresh", () => {
    const later = { ...run, createdAt: "2027-03-01T11:45:00Z" };
    expect(standOf({ work: workOfRun(later), task }, nothing, now).word).toBe("successful");
  });

  it("is that it waits for its turn while the refresh is under way", () => {
    const waiting = { ...task, state: "waiting" as const, finished_at: null };
    expect(standOf({ work: workOfRun(run), task: waiting }, nothing, now).word).toBe("queued");
  });

  it("is that nothing has begun where nothing has", () => {
    expect(standOf({ work: null, task: null }, nothing, now)).toEqual(nothing);
  });
});
