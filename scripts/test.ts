import { buildWhenSourcesChanged } from "./build";
import { driftPart } from "./drift";
import { e2ePart } from "./e2e";
import { type Counts, onePart, run, runParts, vitestPart } from "./test-parts";

async function buildPart(): Promise<Counts> {
  buildWhenSourcesChanged(() => console.log("building…"));
  return { passed: 1, failed: 0, skipped: 0 };
}

await run("next", ["typegen"]);
const isGood = await runParts([
  ["format", () => onePart("oxfmt", ["--check"])],
  ["lint", () => onePart("oxlint", [])],
  ["types", () => onePart("tsc", ["--noEmit"])],
  ["unit", () => vitestPart("unit")],
  ["schema drift", driftPart],
  ["integration", () => vitestPart("integration")],
  // They wait for leases and time limits more than for a processor.
  ["faults", () => vitestPart("fault-quick", ["--maxWorkers=4"])],
  ["build", buildPart],
  ["permissions", () => vitestPart("permissions")],
  ["e2e", e2ePart],
]);
process.exit(isGood ? 0 : 1);
