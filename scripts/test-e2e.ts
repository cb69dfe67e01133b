import { buildWhenSourcesChanged } from "./build";
import { e2ePart } from "./e2e";
import { run, runParts } from "./test-parts";

// The arguments go to Playwright: `npm run test:e2e -- sources` runs the specs with "sources" in their names.
await run("next", ["typegen"]);
buildWhenSourcesChanged(() => console.log("building…"));
process.exit((await runParts([["e2e", e2ePart]])) ? 0 : 1);
