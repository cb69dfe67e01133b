import { onePart, run, runParts, vitestPart } from "./test-parts";

// The quick part of `npm test`, for while one works.
await run("next", ["typegen"]);
const isGood = await runParts([
  ["format", () => onePart("oxfmt", ["--check"])],
  ["lint", () => onePart("oxlint", [])],
  ["types", () => onePart("tsc", ["--noEmit"])],
  ["unit", () => vitestPart("unit")],
]);
process.exit(isGood ? 0 : 1);
