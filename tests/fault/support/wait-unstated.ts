import { expect } from "vitest";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { importRoute, importsAsked, pressRun } from "../../support/runs";
import { checkClaim } from "./check-claim";
import type { Scene } from "./fault-test";
import { settled } from "./run";
import { exportOf } from "./target";
import { startWorker } from "./workers";

/** A run whose first imports are answered with 429 and these values of Retry-After. */
export async function waitUnstated(
  scene: Scene,
  klaviyo: Emulator,
  headers: readonly (string | null)[],
): Promise<void> {
  const target = await exportOf(klaviyo, scene.administrator, { people: 10 });
  const match = { method: "POST", route: importRoute };
  for (const [index, retryAfter] of headers.entries())
    klaviyo.control.addFault({
      match: { ...match, nth: index + 1 },
      do: { kind: "answer", status: 429, retryAfter },
    });
  const runId = await pressRun(scene.administrator, target.exportId);
  await startWorker();
  await settled(runId);
  const run = await checkClaim(scene, klaviyo, { target, runId });
  expect(run.status).toBe("successful");
  const times = importsAsked(klaviyo).map(({ wallMs }) => wallMs);
  expect(times).toHaveLength(headers.length + 1);
  const waits = times.slice(1).map((at, index) => (at - (times[index] ?? 0)) / 1000);
  for (const wait of waits) {
    expect(wait).toBeGreaterThan(4.9);
    // A sweep brings the run on five seconds after its time at the latest.
    expect(wait).toBeLessThan(37);
  }
  expect(new Set(waits.map((wait) => wait.toFixed(1))).size).toBe(headers.length);
}
