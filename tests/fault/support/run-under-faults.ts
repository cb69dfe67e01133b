import type { FaultRuleInput } from "@/emulator/faults/fault-rule.ts";
import type { Emulator } from "@/emulator/start-emulator.ts";
import type { SaveExportInput } from "@/lib/exports/schema";
import { pressRun } from "../../support/runs";
import { checkClaim } from "./check-claim";
import type { Scene } from "./fault-test";
import { settled } from "./run";
import { type Target, exportOf } from "./target";
import { type WorkerOptions, startWorkers } from "./workers";

export interface Plot extends WorkerOptions {
  people: number;
  faults: FaultRuleInput[];
  workers?: number;
  form?: Partial<SaveExportInput>;
  /** Done between the making of the people and the press on Run. */
  prepare?: (target: Target) => Promise<void>;
}

/** One run from the press on Run to its end, with faults of Klaviyo's from the beginning; the claim is checked. */
export async function runUnderFaults(scene: Scene, klaviyo: Emulator, plot: Plot) {
  const { people, faults, workers = 1, form, prepare, ...options } = plot;
  const target = await exportOf(klaviyo, scene.administrator, { people, ...form });
  await prepare?.(target);
  for (const fault of faults) klaviyo.control.addFault(fault);
  const runId = await pressRun(scene.administrator, target.exportId);
  const started = await startWorkers(workers, options);
  await settled(runId);
  const run = await checkClaim(scene, klaviyo, { target, runId, batchRecords: options.batchRecords });
  return { target, run, workers: started };
}
