import { expect } from "vitest";
import { importRoute, importsAsked, pressRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled } from "./support/run";
import { exportOf } from "./support/target";
import { startWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const headers = [null, "soon", "-5"];

faultTest(
  "F9 429 without or with nonsense Retry-After: waits of 5 to 30 s, no two alike",
  { injected: "429 three times: no Retry-After, 'soon', '-5'", timeout: 180_000 },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: 10 });
    const match = { method: "POST", route: importRoute };
    for (const [index, retryAfter] of headers.entries())
      klaviyo().control.addFault({
        match: { ...match, nth: index + 1 },
        do: { kind: "answer", status: 429, retryAfter },
      });
    const runId = await pressRun(scene.administrator, target.exportId);
    await startWorker();
    await settled(runId);
    const run = await checkClaim(scene, klaviyo(), { target, runId });
    expect(run.status).toBe("successful");
    const times = importsAsked(klaviyo()).map(({ wallMs }) => wallMs);
    expect(times).toHaveLength(4);
    const waits = times.slice(1).map((at, index) => (at - (times[index] ?? 0)) / 1000);
    for (const wait of waits) {
      expect(wait).toBeGreaterThan(4.9);
      // A sweep brings the run on five seconds after its time at the latest.
      expect(wait).toBeLessThan(37);
    }
    expect(new Set(waits.map((wait) => wait.toFixed(1))).size).toBe(3);
  },
);
