import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { FaultRuleInput } from "@/emulator/faults/fault-rule.ts";
import { pool } from "@/lib/db";
import { pressRun, readRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled } from "./support/run";
import { between } from "./support/seed";
import { exportOf } from "./support/target";
import { startWorkers } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const PEOPLE = 48;

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

/** Leases are cut short now and then, so that batches are taken over from workers that are still at it. */
function cutLeases(): Promise<unknown> {
  return pool().query(
    "UPDATE run_batch SET lease_until = now() - interval '1 second' WHERE state = 'submitting'",
  );
}

for (const round of ["one", "two"])
  faultTest(
    `F7–F16 all faults of Klaviyo's at random (${round}): every person has one outcome, and the next run makes good`,
    { injected: "74 % of calls meet one of 16 faults, leases cut short, 3 workers", timeout: 420_000 },
    async (scene) => {
      const target = await exportOf(klaviyo(), scene.administrator, { people: PEOPLE });
      for (const [percent, fault] of trouble)
        klaviyo().control.addFault({
          match: { path: "^/api/(profile-bulk|lists)", percent },
          seed: String(scene.random()),
          do: fault,
        });
      const runId = await pressRun(scene.administrator, target.exportId);
      await startWorkers(3, { batchRecords: 3, answerSeconds: 1 });
      while ((await readRun(runId)).settledAt === null) {
        await sleep(between(scene.random, 1_000, 4_000));
        await cutLeases();
      }
      const run = await checkClaim(scene, klaviyo(), {
        target,
        runId,
        batchRecords: 3,
        // Such a Klaviyo contradicts itself: it refuses a person whom it took from the same bytes before.
        mayStand: ["rejected"],
      });
      expect(run.status === "successful").toBe(run.outcomes["added"] === PEOPLE);
      klaviyo().control.clearFaults();
      const sinceSeq = klaviyo().control.log().at(-1)?.seq;
      const nextId = await pressRun(scene.administrator, target.exportId);
      await settled(nextId);
      const next = await checkClaim(scene, klaviyo(), { target, runId: nextId, sinceSeq, batchRecords: 3 });
      expect(next.status).toBe("successful");
      expect([...klaviyo().control.members(target.accountId, target.listId)]).toHaveLength(PEOPLE);
    },
  );
