import { expect } from "vitest";
import type { FaultRuleInput } from "@/emulator/faults/fault-rule.ts";
import { importRoute, importsAsked, logOf } from "../support/runs";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { runUnderFaults } from "./support/run-under-faults";

const klaviyo = useStrictKlaviyo();
const small = { batchRecords: 3, answerSeconds: 1 };

const atSends: [injected: string, fault: FaultRuleInput["do"]][] = [
  ["silence", { kind: "silence" }],
  ["one byte a second", { kind: "drip", bytesPerSecond: 1 }],
  ["a reset while the request is sent", { kind: "reset", at: "beforeRead" }],
  ["a reset after it took effect", { kind: "reset", at: "afterCommit" }],
  ["a reset while the answer comes", { kind: "reset", at: "midResponse" }],
  ["a stale kept-alive connection", { kind: "reset", at: "afterResponse" }],
  ["502 with a page", { kind: "answer", status: 502, body: "html" }],
  ["503 with a page after it took effect", { kind: "answer", status: 503, body: "html", afterCommit: true }],
];

for (const [injected, fault] of atSends)
  faultTest(
    `F11 ${injected} at an import: everybody is there, and what was sent again is the same to the byte`,
    { injected: `${injected}, second import` },
    async (scene) => {
      const match = { method: "POST", route: importRoute, nth: 2 };
      const { run } = await runUnderFaults(scene, klaviyo(), {
        people: 9,
        ...small,
        faults: [{ match, do: fault }],
      });
      expect(run.status).toBe("successful");
      expect(run.outcomes).toEqual({ added: 9 });
    },
  );

const atQuestions: [injected: string, fault: FaultRuleInput["do"]][] = [
  ["silence", { kind: "silence" }],
  ["one byte a second", { kind: "drip", bytesPerSecond: 1 }],
  ["a reset", { kind: "reset", at: "midResponse" }],
  ["a half-open socket", { kind: "halfOpen" }],
];

for (const [injected, fault] of atQuestions)
  faultTest(
    `F11 ${injected} at a question about imports: it is asked again, and nothing is sent twice`,
    { injected: `${injected}, first and third question, first page of errors` },
    async (scene) => {
      klaviyo().control.setJobPlan({ failRows: { count: 1 } });
      const errors = "/api/profile-bulk-import-jobs/{id}/import-errors";
      const { run } = await runUnderFaults(scene, klaviyo(), {
        people: 6,
        ...small,
        faults: [
          { match: { method: "GET", route: importRoute, nth: [1, 3] }, do: fault },
          { match: { method: "GET", route: errors, nth: 1 }, do: fault },
        ],
      });
      expect(run.status).toBe("completed_with_warnings");
      expect(run.outcomes).toEqual({ added: 4, rejected: 2 });
      expect(importsAsked(klaviyo())).toHaveLength(2);
      expect(await logOf(run.id)).toContain("unreachable");
    },
  );
