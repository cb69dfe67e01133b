import { expect } from "vitest";
import type { FaultRuleInput } from "@/emulator/faults/fault-rule.ts";
import { importRoute, importsAsked, logOf } from "../support/runs";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { runUnderFaults } from "./support/run-under-faults";

const klaviyo = useStrictKlaviyo();

const faults: [injected: string, fault: FaultRuleInput["do"]][] = [
  ["silence after it took effect", { kind: "silence", afterCommit: true }],
  ["a half-open socket", { kind: "halfOpen" }],
];

for (const [injected, fault] of faults)
  faultTest(
    `F11 an import without an answer (${injected}) is ambiguous after its deadline, and looked for before it is sent again`,
    { injected },
    async (scene) => {
      const match = { method: "POST", route: importRoute, nth: 2 };
      const { run } = await runUnderFaults(scene, klaviyo(), {
        people: 9,
        batchRecords: 3,
        answerSeconds: 1,
        faults: [{ match, do: fault }],
      });
      expect(run.status).toBe("successful");
      expect(run.outcomes).toEqual({ added: 9 });
      expect(await logOf(run.id)).toContain("answer_lost");
      const times = fault.kind === "halfOpen" ? 4 : 3;
      expect(importsAsked(klaviyo())).toHaveLength(times);
    },
  );
