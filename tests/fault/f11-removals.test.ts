import { expect } from "vitest";
import type { FaultRuleInput } from "@/emulator/faults/fault-rule.ts";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { runWithLeavers } from "./support/run-with-leavers";

const klaviyo = useStrictKlaviyo();
const removals = { method: "DELETE", route: "/api/lists/{id}/relationships/profiles", nth: 1 };
const lookUps = { method: "GET", route: "/api/profiles", nth: 1 };

const faults: [number: string, injected: string, fault: FaultRuleInput["do"]][] = [
  ["F11", "silence", { kind: "silence" }],
  ["F11", "silence after it took effect", { kind: "silence", afterCommit: true }],
  ["F11", "a reset after it took effect", { kind: "reset", at: "afterCommit" }],
  ["F11", "a half-open socket", { kind: "halfOpen" }],
  ["F12", "200 with a page", { kind: "answer", status: 200, body: "html" }],
  ["F10", "500 with a page", { kind: "answer", status: 500, body: "html" }],
  ["F20", "403 with a page", { kind: "answer", status: 403, body: "html" }],
  ["F20", "one 401", { kind: "answer", status: 401 }],
  ["F7", "429", { kind: "answer", status: 429, retryAfter: 1 }],
];

for (const [number, injected, fault] of faults)
  faultTest(
    `${number} ${injected} at a removal and its look-up: who left is taken off, each told once`,
    { injected },
    async (scene) => {
      const run = await runWithLeavers(scene, klaviyo(), {
        people: 9,
        staying: 3,
        batchRecords: 3,
        faults: [removals, lookUps].map((match) => ({ match, do: fault })),
      });
      expect(run.status).toBe("successful");
      expect(run.outcomes).toEqual({ unchanged: 3, removed: 6 });
    },
  );
