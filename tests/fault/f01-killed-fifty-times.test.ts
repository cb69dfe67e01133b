import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { valueOf } from "../support/imports";
import { readRun } from "../support/runs";
import { resyncFully } from "@/lib/runs/start-run";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled, untilBatches } from "./support/run";
import { between } from "./support/seed";
import { exportOf } from "./support/target";
import { killWorker, startWorker, startWorkers } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const PEOPLE = 100_000;
const KILLS = 50;
// Fewer would leave the run to nobody while a new process starts.
const WORKERS = 3;
const MOST_KILLS_A_RUN = 6;

faultTest(
  "F1 workers killed 50 times with kill -9 at random moments of runs of 100,000: others go on from the last batch",
  { injected: "50 kills in runs of 100,000 people by 3 workers", timeout: 1_500_000 },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: PEOPLE });
    const workers = await startWorkers(WORKERS);
    let [kills, runs] = [0, 0];
    while (kills < KILLS) {
      const sinceSeq = klaviyo().control.log().at(-1)?.seq;
      const { runId } = valueOf(await resyncFully(scene.administrator, target));
      await untilBatches(runId, ["pending", "submitting"]);
      for (let inRun = 0; inRun < MOST_KILLS_A_RUN && kills < KILLS; inRun++) {
        await sleep(between(scene.random, 100, 4_000));
        if ((await readRun(runId)).settledAt !== null) break;
        const index = Math.floor(scene.random() * WORKERS);
        const victim = workers[index];
        if (!victim) throw new Error("There is no such worker.");
        await killWorker(victim);
        kills++;
        scene.faultOver();
        workers[index] = await startWorker();
      }
      await settled(runId);
      const run = await checkClaim(scene, klaviyo(), { target, runId, sinceSeq });
      runs++;
      // Chance may kill three workers at one batch; then that is parked. Nothing else may be wrong.
      const parked = run.batches.filter(({ state, takenOver }) => state === "failed" && takenOver === 3);
      const people = parked.reduce((sum, { firstSeq, lastSeq }) => sum + lastSeq - firstSeq + 1, 0);
      const { added = 0, changed = 0, not_sent = 0, unconfirmed = 0, ...others } = run.outcomes;
      expect(run.status).toBe(people > 0 ? "completed_with_warnings" : "successful");
      expect([added + changed, not_sent + unconfirmed, others]).toEqual([PEOPLE - people, people, {}]);
      if (runs === 1) expect(changed).toBe(0);
    }
    scene.note({ result: `${kills} kills in ${runs} runs` });
  },
);
