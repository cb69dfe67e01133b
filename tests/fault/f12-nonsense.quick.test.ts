import { expect } from "vitest";
import { watchPeak } from "@/bench/support/peak-memory";
import { importRoute } from "../support/runs";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { runUnderFaults } from "./support/run-under-faults";

const klaviyo = useStrictKlaviyo();
const MOST_PEAK_MB = 300;

faultTest(
  "F12 answers of 200 MB are read to a bound: the run ends well and memory stays flat",
  { injected: "200 MB after an import took effect, and at the first question" },
  async (scene) => {
    const huge = { kind: "answer", body: "huge", megabytes: 200 } as const;
    const { run, workers } = await runUnderFaults(scene, klaviyo(), {
      people: 9,
      batchRecords: 3,
      faults: [
        {
          match: { method: "POST", route: importRoute, nth: 2 },
          do: { ...huge, status: 202, afterCommit: true },
        },
        { match: { method: "GET", route: importRoute, nth: 1 }, do: { ...huge, status: 200 } },
      ],
    });
    const peakMb = Math.max(...workers.map(({ child }) => watchPeak(child.pid ?? 0)()));
    scene.note({ result: `${run.status}, ${peakMb} MB at most` });
    expect(run.status).toBe("successful");
    expect(run.outcomes).toEqual({ added: 9 });
    expect(peakMb).toBeLessThan(MOST_PEAK_MB);
  },
);
