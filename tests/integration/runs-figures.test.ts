import { describe, expect } from "vitest";
import { Forbidden } from "@/lib/errors";
import { listRunFigures } from "@/lib/runs/progress/list-run-figures";
import { type ExportRows, addExport, addRun } from "../support/run-rows";
import { it } from "../support/workspace";

function addEnded(rows: ExportRows, added: number) {
  const startedAt = new Date("2026-11-20T10:00:00Z");
  return addRun(rows, {
    status: "successful",
    plan: { members: added + 6, add: added, change: 2, unchanged: 3, remove: 4 },
    result: { members: added + 6, leavers: 4, outcomes: { added, changed: 2, rejected: 1, removed: 4 } },
    data: {
      startedAt,
      finishedAt: new Date("2026-11-20T10:01:05Z"),
      settledAt: new Date("2026-11-20T10:01:06Z"),
    },
  });
}

describe("The figures of an export's runs", () => {
  it("are those of the last thirty whose books are closed, oldest first", async ({
    administrator,
    viewer,
  }) => {
    const rows = await addExport(administrator);
    for (let added = 1; added <= 31; added++) await addEnded(rows, added);
    await addRun(rows, { status: "running" });
    await addRun(rows, {
      status: "skipped",
      result: { outcomes: {} },
      data: { plannedAt: null, settledAt: new Date() },
    });
    const figures = await listRunFigures(viewer, { exportId: rows.exportId });
    expect(figures.map(({ added }) => added)).toEqual(Array.from({ length: 30 }, (_, index) => index + 2));
    expect(figures.at(-1)).toMatchObject({
      members: 37,
      sent: 33,
      added: 31,
      removed: 4,
      rejected: 1,
      seconds: 65,
    });
  });

  it("are nobody else's, and not for people without a role", async ({ administrator, viewer }) => {
    const [one, other] = [await addExport(administrator), await addExport(administrator, { name: "Other" })];
    await addEnded(one, 1);
    expect(await listRunFigures(viewer, { exportId: other.exportId })).toEqual([]);
    const nobody = { ...viewer, role: "none" as never };
    await expect(listRunFigures(nobody, { exportId: one.exportId })).rejects.toThrow(Forbidden);
  });
});
