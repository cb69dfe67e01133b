import { expect } from "vitest";
import { pool } from "@/lib/db";
import { pressRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled } from "./support/run";
import { exportOf, exportTo, segmentWhere, type Target } from "./support/target";
import { startWorkers } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const SMALL_EXPORTS = 50;
const LARGE = 100_000;

faultTest(
  "F32 50 small exports due at once beside a large one: all of them end before it does",
  {
    injected: "50 exports of 20 people, and one of 100,000 in 100 batches that is there first",
    timeout: 600_000,
  },
  async (scene) => {
    const large = await exportOf(klaviyo(), scene.administrator, { people: LARGE });
    const segmentId = await segmentWhere("A few", "p.id IN (SELECT id FROM profile ORDER BY id LIMIT 20)");
    const small: Target[] = [];
    for (let no = 1; no <= SMALL_EXPORTS; no++) {
      const name = `Small ${no}`;
      const { connectionId } = large;
      small.push(await exportTo(klaviyo(), scene.administrator, { name, connectionId, segmentId }));
    }
    klaviyo().control.clearLog();
    const largeId = await pressRun(scene.administrator, large.exportId);
    const smallIds: string[] = [];
    for (const { exportId } of small) smallIds.push(await pressRun(scene.administrator, exportId));
    await startWorkers(2, { batchRecords: 1_000, answerSeconds: 10 });
    await settled(largeId);
    for (const runId of smallIds) await settled(runId);
    const run = await checkClaim(scene, klaviyo(), { target: large, runId: largeId, batchRecords: 1_000 });
    expect(run.outcomes).toEqual({ added: LARGE });
    const { rows } = await pool().query<{ late: number; last: number }>(
      `SELECT count(*) FILTER (WHERE finished_at > $2)::int AS late,
         extract(epoch FROM max(finished_at) - min(created_at))::float8 AS last
       FROM run WHERE id = ANY ($1::uuid[]) AND status = 'successful'`,
      [smallIds, run.finishedAt],
    );
    const [{ late, last } = { late: SMALL_EXPORTS, last: 0 }] = rows;
    scene.note({
      result: `${run.status}; the last small one ended after ${last.toFixed(0)} s, ${late} after the large one`,
    });
    for (const target of small.slice(0, 3))
      expect([...klaviyo().control.members(target.accountId, target.listId)]).toHaveLength(20);
    expect(late).toBe(0);
  },
);
