import { expect } from "vitest";
import { pool } from "@/lib/db";
import { planRun } from "@/lib/runs/plan/plan-run";
import { logOf, pressRun, readRun, useSmallBatches } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { exportOf } from "./support/target";
import { startWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const PEOPLE = 60;
const BATCH = 10;
// The run is planned here, so that the poison's place is known.
useSmallBatches(BATCH);

for (const [where, places] of [
  ["anywhere", PEOPLE],
  ["in the first batch, beside which its worker has another one", BATCH],
] as const)
  faultTest(
    `F6 a batch that kills its worker each time (${where}) is parked after three times, and all others go on`,
    { injected: "a person whose encoding ends the process", timeout: 300_000 },
    async (scene) => {
      const target = await exportOf(klaviyo(), scene.administrator, { people: PEOPLE });
      const runId = await pressRun(scene.administrator, target.exportId);
      await planRun(runId);
      const { rows } = await pool().query<{ address: string }>(
        "SELECT identifier AS address FROM run_data.item WHERE seq = $1",
        [1 + Math.floor(scene.random() * places)],
      );
      const poison = rows[0]?.address ?? "";
      const options = {
        batchRecords: BATCH,
        preload: "tests/fault/support/poisoned-worker.ts",
        env: { FAULT_POISON: poison },
      };
      let deaths = 0;
      for (let isOver = false; !isOver;) {
        const worker = await startWorker(options);
        const watched = setInterval(async () => {
          isOver = (await readRun(runId)).settledAt !== null;
          if (isOver) worker.child.kill("SIGTERM");
        }, 200);
        await worker.ended;
        clearInterval(watched);
        if (!isOver) deaths++;
      }
      const run = await checkClaim(scene, klaviyo(), { target, runId, batchRecords: BATCH, never: [poison] });
      scene.note({ result: `${run.status} after ${deaths} deaths` });
      expect(deaths).toBe(3);
      expect(run.status).toBe("completed_with_warnings");
      expect(run.outcomes).toEqual({ added: 50, not_sent: 10 });
      expect((await logOf(runId)).filter((code) => code === "batch_parked")).toHaveLength(1);
    },
  );
