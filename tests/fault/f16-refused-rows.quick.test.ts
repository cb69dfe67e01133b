import { expect } from "vitest";
import { importRoute, importsAsked } from "../support/runs";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { runUnderFaults } from "./support/run-under-faults";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F16 a whole request refused with 400 naming rows 3 and 17: those two are rejected, the rest is sent again",
  { injected: "400 naming two rows at the first import" },
  async (scene) => {
    const { run } = await runUnderFaults(scene, klaviyo(), {
      people: 40,
      faults: [
        {
          match: { method: "POST", route: importRoute, nth: 1 },
          do: { kind: "rejectRows", rows: [3, 17], detail: "Invalid input" },
        },
      ],
    });
    expect(run.status).toBe("completed_with_warnings");
    expect(run.outcomes).toEqual({ added: 38, rejected: 2 });
    expect(importsAsked(klaviyo()).map(({ status, rows }) => [status, rows])).toEqual([
      [400, 0],
      [202, 38],
    ]);
  },
);
