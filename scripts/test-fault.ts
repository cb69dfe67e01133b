import { randomBytes } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import path from "node:path";
import { type FaultFigures, figuresFolder } from "./fault-figures";
import { root } from "./paths";
import { putBetweenMarks, replaceRows, toTable } from "./reliability-table";
import { run, runParts, vitestPart } from "./test-parts";

const page = path.join(root, "docs/reliability.md");
const filters = process.argv.slice(2);
// What takes seconds to recover alone must not be slow because of the case beside it.
const options = ["--maxWorkers=2"];

function readFigures(): FaultFigures[] {
  return readdirSync(figuresFolder)
    .flatMap((file) => readFileSync(path.join(figuresFolder, file), "utf8").trim().split("\n"))
    .map((line) => JSON.parse(line) as FaultFigures);
}

function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores, ${gigabytes} GB, Node ${process.version}, ${process.platform}`;
}

const seed = (process.env.FAULT_SEED ||= randomBytes(4).toString("hex"));
console.log(`FAULT_SEED=${seed} repeats the random choices.`);
rmSync(figuresFolder, { recursive: true, force: true });
const startedAt = Date.now();
const isGood = await runParts([["faults", () => vitestPart("fault", [...options, ...filters])]]);
const text = readFileSync(page, "utf8");
const minutes = Math.round((Date.now() - startedAt) / 60_000);
const head = `${minutes} minutes on ${machine()}; seed \`${seed}\`.`;
// A part of the cases says nothing about the others, whose rows stay.
const written =
  filters.length === 0 ? `${head}\n\n${toTable(readFigures())}` : replaceRows(text, readFigures());
writeFileSync(page, putBetweenMarks(text, written));
await run("oxfmt", [page]);
process.exit(isGood ? 0 : 1);
