import { expect } from "vitest";
import type { FaultRuleInput } from "@/emulator/faults/fault-rule.ts";
import { importRoute, importsAsked } from "../support/runs";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { runUnderFaults } from "./support/run-under-faults";

const klaviyo = useStrictKlaviyo();
const small = { people: 9, batchRecords: 3 };

const atSends: [injected: string, fault: FaultRuleInput["do"]][] = [
  ["200 with a page", { kind: "answer", status: 200, body: "html" }],
  ["202 with a page after it took effect", { kind: "answer", status: 202, body: "html", afterCommit: true }],
  ["cut JSON", { kind: "answer", status: 202, body: "cutJson", afterCommit: true }],
  ["wrong types", { kind: "answer", status: 202, body: "wrongTypes", afterCommit: true }],
  ["an empty answer", { kind: "answer", status: 202, body: "empty", afterCommit: true }],
];

for (const [injected, fault] of atSends)
  faultTest(
    `F12 ${injected} to an import is no success and no loss: everybody is there`,
    { injected: `${injected}, second import` },
    async (scene) => {
      const match = { method: "POST", route: importRoute, nth: 2 };
      const { run } = await runUnderFaults(scene, klaviyo(), { ...small, faults: [{ match, do: fault }] });
      expect(run.status).toBe("successful");
      expect(run.outcomes).toEqual({ added: 9 });
    },
  );

const atQuestions: [injected: string, fault: FaultRuleInput["do"]][] = [
  ["a page", { kind: "answer", status: 200, body: "html" }],
  ["cut JSON", { kind: "answer", status: 200, body: "cutJson", afterCommit: true }],
  ["wrong types", { kind: "answer", status: 200, body: "wrongTypes" }],
];

for (const [injected, fault] of atQuestions)
  faultTest(
    `F12 ${injected} to a question about imports ends nothing: it is asked again, and nothing is sent twice`,
    { injected: `${injected}, first and third question` },
    async (scene) => {
      const match = { method: "GET", route: importRoute, nth: [1, 3] };
      const { run } = await runUnderFaults(scene, klaviyo(), { ...small, faults: [{ match, do: fault }] });
      expect(run.status).toBe("successful");
      expect(importsAsked(klaviyo())).toHaveLength(3);
    },
  );
