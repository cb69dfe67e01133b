import { expect } from "vitest";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { runUnderFaults } from "./support/run-under-faults";
import { countInsideWaits, waitRules } from "./support/waits";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F7 429 with Retry-After on 30 % of calls: nothing of the class leaves inside a wait, and everybody arrives",
  { injected: "429 with 2 to 4 s on 30 % of calls, 2 workers" },
  async (scene) => {
    const { run } = await runUnderFaults(scene, klaviyo(), {
      people: 45,
      batchRecords: 3,
      workers: 2,
      faults: waitRules(scene.random, { percent: 30, leastSeconds: 2, mostSeconds: 4 }),
    });
    const log = klaviyo().control.log();
    expect(log.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    expect(countInsideWaits(log)).toBe(0);
    expect(run.status).toBe("successful");
    expect(run.outcomes).toEqual({ added: 45 });
  },
);
