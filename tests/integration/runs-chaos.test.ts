import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { FaultRuleInput } from "@/emulator/faults/fault-rule.ts";
import { pool } from "@/lib/db";
import { confirmRun } from "@/lib/runs/confirm-run";
import { doBatch } from "@/lib/runs/do-batch";
import { planRun } from "@/lib/runs/plan-run";
import { sweepRuns } from "@/lib/runs/sweep-runs";
import { prepareExports, savedExport } from "../support/exports";
import {
  addressesOf,
  checkBooks,
  manyPeople,
  onList,
  pressRun,
  readRun,
  told,
  useQuickKlaviyo,
  useSmallBatches,
} from "../support/runs";
import { it } from "../support/workspace";

process.env.KLAVIYO_ANSWER_SECONDS = "1";
const klaviyo = useQuickKlaviyo();
useSmallBatches(3);

const trouble: [percent: number, fault: FaultRuleInput["do"]][] = [
  [6, { kind: "reset", at: "afterCommit" }],
  [6, { kind: "reset", at: "beforeRead" }],
  [4, { kind: "silence", afterCommit: true }],
  [4, { kind: "silence" }],
  [6, { kind: "answer", status: 500, body: "html", afterCommit: true }],
  [6, { kind: "answer", status: 503 }],
  [6, { kind: "answer", status: 429, retryAfter: 1 }],
  [4, { kind: "answer", status: 401 }],
  [4, { kind: "answer", status: 403, body: "html" }],
  [4, { kind: "answer", status: 202, body: "cutJson", afterCommit: true }],
  [4, { kind: "answer", status: 413 }],
  [4, { kind: "rejectRows", rows: [1] }],
  [4, { kind: "job", fate: { ending: "cancelled", doneBeforeCancelPercent: 50 } }],
  [4, { kind: "job", fate: { loseRows: 1 } }],
  [4, { kind: "job", fate: { failRows: { count: 1 } } }],
  [4, { kind: "delay", ms: 300, when: "after" }],
];

function addTrouble(seed: string): void {
  for (const [index, [percent, fault]] of trouble.entries())
    klaviyo().control.addFault({
      match: { path: "^/api/(profile-bulk|lists)", percent },
      seed: `${seed} ${index}`,
      do: fault,
    });
}

/** Works as several processes would, some of which fall silent, until the books are closed. */
async function workTogether(runId: string): Promise<void> {
  let isOver = false;
  const repeat = async (work: () => Promise<unknown>, pauseMs: number) => {
    while (!isOver) {
      await work();
      await sleep(pauseMs);
    }
  };
  const watch = async () => {
    isOver = (await readRun(runId)).settledAt !== null;
  };
  const endAllWaits = async () => {
    await pool().query("UPDATE run_batch SET not_before = NULL WHERE run_id = $1 AND state = 'pending'", [
      runId,
    ]);
    await pool().query("UPDATE run SET wait_until = now() WHERE id = $1 AND wait_until IS NOT NULL", [runId]);
    await pool().query("DELETE FROM run_data.rate_grant WHERE NOT is_open");
    await pool().query("UPDATE run_data.rate_bucket SET blocked_until = NULL");
  };
  // Leases are cut short now and then, so that batches are taken over from workers that are still at it.
  const cutLeases = () =>
    pool().query("UPDATE run_batch SET lease_until = now() - interval '1 second' WHERE state = 'submitting'");
  await Promise.all([
    planRun(runId).then(() => repeat(() => doBatch(), 5)),
    repeat(() => doBatch(), 15),
    repeat(() => confirmRun(runId), 30),
    repeat(() => sweepRuns(), 50),
    repeat(endAllWaits, 200),
    repeat(cutLeases, 1_300),
    repeat(watch, 40),
  ]);
}

/** Whom the books call added or changed, by address. */
async function calledSent(runId: string): Promise<string[]> {
  const { rows } = await pool().query<{ identifier: string }>(
    `SELECT i.identifier FROM run r JOIN run_batch b ON b.run_id = r.id AND b.state = 'done' AND b.kind = 'send'
     JOIN run_data.item i ON i.run = r.number AND i.seq BETWEEN b.first_seq AND b.last_seq
     WHERE r.id = $1 AND NOT EXISTS (SELECT 1 FROM run_data.outcome o WHERE o.run = r.number AND o.seq = i.seq)
     ORDER BY i.identifier`,
    [runId],
  );
  return rows.map(({ identifier }) => identifier);
}

const seeds = (process.env.CHAOS_SEEDS ?? "one,two,three").split(",");

it.for(seeds)(
  "whatever happens (seed %s), whoever is called added is on the list, and every person has one outcome",
  { timeout: 90_000 },
  async (seed, { administrator }) => {
    const people = manyPeople(48);
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    addTrouble(seed);
    const runId = await pressRun(administrator, exportId);
    await workTogether(runId);
    const run = checkBooks(await readRun(runId));
    const listed = new Set(onList(klaviyo(), lists.newsletter));
    const called = await calledSent(runId);
    expect(called).toHaveLength((told(run.result)["added"] ?? 0) + (told(run.result)["changed"] ?? 0));
    expect(called.filter((address) => !listed.has(address))).toEqual([]);
    const isPerfect = called.length === 48;
    expect(run.status === "successful").toBe(isPerfect);
    klaviyo().control.clearFaults();
    const nextId = await pressRun(administrator, exportId);
    await workTogether(nextId);
    expect(checkBooks(await readRun(nextId)).status).toBe("successful");
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people));
  },
);
