import { expect } from "vitest";
import { pool } from "@/lib/db";
import { erase } from "../support/erasures";
import { holdLock } from "../support/hold-lock";
import { pressRun, readRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled, untilBatches } from "./support/run";
import { exportOf } from "./support/target";
import { until } from "./support/until";
import { startWorkers } from "./support/workers";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F34 a person erased right before the first byte of the batch they are in: not sent, everybody else is",
  { injected: "an erasure, committed while a worker stands before its last look" },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: 80 });
    const runId = await pressRun(scene.administrator, target.exportId);
    const workers = startWorkers(2, { batchRecords: 10 });
    await untilBatches(runId, ["awaiting", "done"]);
    // The last look reads the consent, and nothing of the erasure does.
    await using look = await holdLock("LOCK TABLE consent IN ACCESS EXCLUSIVE MODE");
    await look.untilBlocked();
    const held = await until(async () => {
      const { rows } = await pool().query<{ identifier: string }>(
        `SELECT i.identifier FROM run_batch b JOIN run r ON r.id = b.run_id
         JOIN run_data.item i ON i.expires_on = r.expires_on AND i.run = r.number AND i.seq = b.first_seq
         WHERE b.run_id = $1 AND b.state = 'submitting' AND b.sent_at IS NOT NULL LIMIT 1`,
        [runId],
      );
      return rows[0] ?? false;
    });
    const { report } = await erase(scene.administrator, { value: held.identifier });
    expect(report).toMatchObject({ customers: 1, openRuns: 1 });
    await look.release();
    scene.faultOver();
    await settled(runId);
    await workers;
    const run = await checkClaim(scene, klaviyo(), {
      target,
      runId,
      batchRecords: 10,
      never: [held.identifier],
    });
    expect(run.outcomes).toEqual({ added: 79, erased: 1 });
    expect((await readRun(runId)).status).toBe("successful");
  },
);
