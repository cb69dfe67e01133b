import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { FaultRuleInput } from "@/emulator/faults/fault-rule.ts";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { pressRun } from "../../support/runs";
import { checkClaim } from "./check-claim";
import type { Scene } from "./fault-test";
import { settled, untilBatches } from "./run";
import { exportOf } from "./target";
import { startWorkers } from "./workers";

const small = { batchRecords: 10, answerSeconds: 2 };
const answers: FaultRuleInput["do"][] = [
  { kind: "answer", status: 500 },
  { kind: "answer", status: 502, body: "html" },
  { kind: "answer", status: 503, body: "html" },
  { kind: "answer", status: 503 },
];

/** A run in whose middle Klaviyo is down for so long, every call answered with another failure. */
export async function sitOutOutage(
  scene: Scene,
  klaviyo: Emulator,
  { seconds, mostCalls }: { seconds: number; mostCalls: number },
): Promise<void> {
  const target = await exportOf(klaviyo, scene.administrator, { people: 100 });
  const runId = await pressRun(scene.administrator, target.exportId);
  await startWorkers(2, small);
  await untilBatches(runId, ["awaiting", "done"], 2);
  // The first rule that is met answers, so the last one is met by all that is left.
  for (const [index, fault] of answers.entries())
    klaviyo.control.addFault({
      id: `down-${index}`,
      match: { percent: index === answers.length - 1 ? 100 : 30 },
      seed: String(scene.random()),
      do: fault,
    });
  const downAt = Date.now();
  await sleep(seconds * 1_000);
  klaviyo.control.clearFaults();
  scene.faultOver();
  const calls = klaviyo.control.log().filter(({ wallMs }) => wallMs >= downAt && wallMs <= Date.now()).length;
  await settled(runId);
  const run = await checkClaim(scene, klaviyo, { target, runId, batchRecords: 10 });
  scene.note({ result: `${run.status}; ${calls} calls in ${seconds} s of outage` });
  expect(calls).toBeLessThanOrEqual(mostCalls);
  expect(run.status).toBe("successful");
  expect(run.outcomes).toEqual({ added: 100 });
}
