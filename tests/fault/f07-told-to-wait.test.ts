import { expect } from "vitest";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { runUnderFaults } from "./support/run-under-faults";
import { countInsideWaits, waitRules } from "./support/waits";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F7 429 with Retry-After of 1 to 60 s on 30 % of calls: nothing of the class leaves inside a wait",
  { injected: "429 with 1 to 60 s on 30 % of calls, 3 workers", timeout: 900_000 },
  async (scene) => {
    const { run } = await runUnderFaults(scene, klaviyo(), {
      people: 60,
      batchRecords: 10,
      workers: 3,
      faults: waitRules(scene.random, { percent: 30, leastSeconds: 1, mostSeconds: 60 }),
    });
    expect(countInsideWaits(klaviyo().control.log())).toBe(0);
    expect(run.status).toBe("successful");
    expect(run.outcomes).toEqual({ added: 60 });
  },
);
