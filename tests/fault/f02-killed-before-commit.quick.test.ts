import { expect } from "vitest";
import { importsAsked, pressRun, readRun } from "../support/runs";
import { addTicketBarrier, closeTicketBarrier, letThrough } from "./support/barriers";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled } from "./support/run";
import { exportOf } from "./support/target";
import { killWorker, startWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const small = { batchRecords: 100, answerSeconds: 1 };

faultTest(
  "F2 a worker killed between Klaviyo's 202 and its own commit, at every batch: each is sent again, nobody is doubled",
  { injected: "kill -9 at each of 6 batches, before the commit of its ticket" },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: 600 });
    await addTicketBarrier();
    const runId = await pressRun(scene.administrator, target.exportId);
    const hit = new Set<number>();
    while (hit.size < 6) {
      await using barrier = await closeTicketBarrier();
      const worker = await startWorker(small);
      await barrier.untilBlocked();
      await killWorker(worker);
      const accepted = importsAsked(klaviyo()).filter(({ committed }) => committed).length;
      const batches = (await readRun(runId)).batches.filter(
        ({ state, sentAt }) => state === "submitting" && sentAt,
      );
      for (const { no } of batches) {
        hit.add(no);
        await letThrough(no);
      }
      expect(accepted).toBeGreaterThan(0);
      expect(batches.length).toBeGreaterThan(0);
    }
    scene.faultOver();
    await startWorker(small);
    await settled(runId);
    const run = await checkClaim(scene, klaviyo(), { target, runId, batchRecords: 100 });
    expect(run.status).toBe("successful");
    expect(run.outcomes).toEqual({ added: 600 });
    // A batch that was claimed and not yet sent when its worker died is taken over once more.
    expect(run.batches.every(({ takenOver }) => takenOver >= 1)).toBe(true);
    expect(run.batches).toHaveLength(6);
  },
);
