import { describe, expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import type { SaveExportInput } from "@/lib/exports/schema";
import { blockBucket } from "@/lib/limiter/slots";
import { doBatch } from "@/lib/runs/send/do-batch";
import { planRun } from "@/lib/runs/plan/plan-run";
import { acme, activeConnection, rival } from "../support/connections";
import { addSegment, prepareExports, savedExport } from "../support/exports";
import { checkBooks, hurry, manyPeople, pressRun, useQuickKlaviyo, useSmallBatches } from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();
useSmallBatches(2);

const people = manyPeople(8);
const SMALL = 5;

/** Small exports of one batch each, to lists of their own in `account`. */
async function addSmallExports(
  actor: UserActor,
  form: SaveExportInput,
  { account, connectionId }: { account: string; connectionId: string },
): Promise<string[]> {
  const names = Array.from({ length: SMALL }, (_, index) => `Small ${index}`);
  const lists = klaviyo().control.seed({
    accounts: [{ id: account, lists: names.map((name) => ({ name })) }],
  });
  const segmentId = await addSegment("Few", ["p001", "p002"]);
  const exports: string[] = [];
  for (const name of names) {
    const listId = lists[account]?.[name] ?? "";
    exports.push(await savedExport(actor, { ...form, name, listId, connectionId, segmentIds: [segmentId] }));
  }
  return exports;
}

async function planned(actor: UserActor, exportId: string): Promise<string> {
  const runId = await pressRun(actor, exportId);
  await planRun(runId);
  return runId;
}

/** Runs with a batch that was handed over, and how many. */
async function sentBatches(): Promise<Map<string, number>> {
  const { rows } = await pool().query<{ run_id: string; batches: number }>(
    "SELECT run_id, count(*)::int AS batches FROM run_batch WHERE submitted_at IS NOT NULL GROUP BY run_id",
  );
  return new Map(rows.map(({ run_id, batches }) => [run_id, batches]));
}

describe("Small exports beside a large one that is under way (F32)", () => {
  it("are sent before the large one sends its next batch, on the same account", async ({ administrator }) => {
    const { form, connectionId } = await prepareExports(klaviyo(), administrator, { people });
    const small = await addSmallExports(administrator, form, { account: acme.id, connectionId });
    const large = await planned(administrator, await savedExport(administrator, form));
    await doBatch();
    const runs = [];
    for (const exportId of small) runs.push(await planned(administrator, exportId));
    for (let batch = 0; batch < SMALL; batch++) await doBatch();
    const sent = await sentBatches();
    expect(sent.get(large)).toBe(1);
    expect(runs.map((runId) => sent.get(runId))).toEqual([1, 1, 1, 1, 1]);
    for (const runId of [large, ...runs]) expect(checkBooks(await hurry(runId)).status).toBe("successful");
  });

  it("are sent on another account while the large one's account lets nothing through", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const connectionId = await activeConnection(administrator, { name: "Other", key: rival.key });
    const small = await addSmallExports(administrator, form, { account: rival.id, connectionId });
    const large = await planned(administrator, await savedExport(administrator, form));
    await blockBucket(`klaviyo ${acme.id} keys POST /api/profile-bulk-import-jobs`, 60_000);
    const runs = [];
    for (const exportId of small) runs.push(await planned(administrator, exportId));
    for (let batch = 0; batch <= SMALL; batch++) await doBatch();
    const sent = await sentBatches();
    expect(runs.map((runId) => sent.get(runId))).toEqual([1, 1, 1, 1, 1]);
    expect(sent.has(large)).toBe(false);
    expect(await prisma().run.findUnique({ where: { id: large } })).toMatchObject({
      status: "waiting",
      waitCode: "rate_limit",
    });
  });

  it("and several large ones take turns", async ({ administrator }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const runs = [];
    for (const [name, listId] of Object.entries({ one: lists.newsletter, two: lists.vip }))
      runs.push(await planned(administrator, await savedExport(administrator, { ...form, name, listId })));
    for (let each = 1; each <= 4; each++) {
      for (const _ of runs) await doBatch();
      const sent = await sentBatches();
      expect(runs.map((runId) => sent.get(runId))).toEqual([each, each]);
    }
  });
});
