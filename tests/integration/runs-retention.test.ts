import { describe, expect } from "vitest";
import { pool } from "@/lib/db";
import { getRun } from "@/lib/runs/queries";
import { prepareExports, savedExport } from "../support/exports";
import {
  hurryToEnd,
  importRoute,
  manyPeople,
  outcomeRows,
  readRun,
  told,
  useQuickKlaviyo,
} from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();

/** What a sweep does on the day so many days after the run's people are to go. */
async function sweepDays(expiresOn: Date, days: number): Promise<void> {
  await pool().query("SELECT run_data.drop_partitions($1::date + $2::int)", [expiresOn, days]);
}

async function countItems(run: bigint): Promise<number> {
  const { rows } = await pool().query<{ items: number }>(
    "SELECT count(*)::int AS items FROM run_data.item WHERE run = $1",
    [run],
  );
  return rows[0]?.items ?? 0;
}

describe("Retention (rule 14)", () => {
  it("drops people after 30 days and the rejected after 90; runs, counts and ledger stay for ever", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(6) });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({
      match: { method: "POST", route: importRoute, nth: 1 },
      do: { kind: "rejectRows", rows: [2] },
    });
    const run = await hurryToEnd(administrator, exportId);
    const outcomes = { added: 5, rejected: 1 };
    expect(told(run.result)).toEqual(outcomes);
    const days = (run.expiresOn.getTime() - run.createdAt.getTime()) / 86_400_000;
    expect(Math.round(days)).toBeGreaterThanOrEqual(29);
    expect(days).toBeLessThanOrEqual(30);

    await sweepDays(run.expiresOn, -1);
    expect(await countItems(run.number)).toBe(6);
    await sweepDays(run.expiresOn, 0);
    expect(await countItems(run.number)).toBe(0);
    expect(await outcomeRows(run.id, "rejected")).toHaveLength(1);
    await sweepDays(run.expiresOn, 59);
    expect(await outcomeRows(run.id, "rejected")).toHaveLength(1);
    await sweepDays(run.expiresOn, 60);
    expect(await outcomeRows(run.id, "rejected")).toEqual([]);

    expect(await readRun(run.id)).toMatchObject({ status: "completed_with_warnings", result: run.result });
    expect((await getRun(administrator, run.id)).counts).toMatchObject({ members: 6, outcomes });
    klaviyo().control.clearFaults();
    expect(told((await hurryToEnd(administrator, exportId)).result)).toEqual({ added: 1, unchanged: 5 });
  });
});
