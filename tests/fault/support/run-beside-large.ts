import { expect } from "vitest";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { pool } from "@/lib/db";
import { pressRun } from "../../support/runs";
import { checkClaim } from "./check-claim";
import type { Scene } from "./fault-test";
import { settled } from "./run";
import { exportOf, exportTo, segmentWhere, type Target } from "./target";
import { startWorkers } from "./workers";

interface Beside {
  /** Small exports, of 20 people each. */
  exports: number;
  /** Of the large one. */
  people: number;
  batchRecords: number;
}

/** Small exports that are due at once beside a large one that was there first: none may end after it. */
export async function runBesideLarge(
  scene: Scene,
  klaviyo: Emulator,
  { exports, people, batchRecords }: Beside,
): Promise<void> {
  // A million bodies would be most of this process's own memory.
  klaviyo.control.keepBodies(people <= 100_000);
  const large = await exportOf(klaviyo, scene.administrator, { people });
  const segmentId = await segmentWhere("A few", "p.id IN (SELECT id FROM profile ORDER BY id LIMIT 20)");
  const small: Target[] = [];
  for (let no = 1; no <= exports; no++) {
    const name = `Small ${no}`;
    const { connectionId } = large;
    small.push(await exportTo(klaviyo, scene.administrator, { name, connectionId, segmentId }));
  }
  klaviyo.control.clearLog();
  const largeId = await pressRun(scene.administrator, large.exportId);
  const smallIds: string[] = [];
  for (const { exportId } of small) smallIds.push(await pressRun(scene.administrator, exportId));
  await startWorkers(2, { batchRecords, answerSeconds: 60 });
  await settled(largeId);
  for (const runId of smallIds) await settled(runId);
  const run = await checkClaim(scene, klaviyo, { target: large, runId: largeId, batchRecords });
  expect(run.outcomes).toEqual({ added: people });
  const { rows } = await pool().query<{ late: number; last: number }>(
    `SELECT count(*) FILTER (WHERE finished_at > $2)::int AS late,
       extract(epoch FROM max(finished_at) - min(created_at))::float8 AS last
     FROM run WHERE id = ANY ($1::uuid[]) AND status = 'successful'`,
    [smallIds, run.finishedAt],
  );
  const [{ late, last } = { late: exports, last: 0 }] = rows;
  scene.note({
    result: `${run.status}; the last small one ended after ${last.toFixed(0)} s, ${late} after the large one`,
  });
  for (const target of small.slice(0, 3))
    expect([...klaviyo.control.members(target.accountId, target.listId)]).toHaveLength(20);
  expect(late).toBe(0);
}
