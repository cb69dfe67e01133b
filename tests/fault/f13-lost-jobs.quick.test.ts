import { expect } from "vitest";
import { importRoute, importsAsked } from "../support/runs";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { runUnderFaults } from "./support/run-under-faults";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F13 an import job that is canceled half-way is sent again once, and is not called done before",
  { injected: "the first job canceled with half of its people done" },
  async (scene) => {
    const fate = { ending: "cancelled", doneBeforeCancelPercent: 50 } as const;
    const { run } = await runUnderFaults(scene, klaviyo(), {
      people: 20,
      faults: [{ match: { method: "POST", route: importRoute, nth: 1 }, do: { kind: "job", fate } }],
    });
    expect(run.status).toBe("successful");
    expect(run.outcomes).toEqual({ added: 20 });
    expect(importsAsked(klaviyo())).toHaveLength(2);
  },
);
