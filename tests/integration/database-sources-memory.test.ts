import { expect } from "vitest";
import { runScript, testSettings } from "../support/run-script";
import { customerDatabase } from "../support/source-databases";
import { it } from "../support/workspace";

const ROWS = 60_000;
// Of a row 1 KB, 60 MB in all. Measured: about 100 MB, much of it V8's young generation.
const MAX_GROWTH_MB = 200;

it("refreshes 60 MB of a database in a process with a heap of 96 MB that hardly grows", async () => {
  const { address } = await customerDatabase(
    `CREATE VIEW customers AS SELECT n AS id, repeat('x', 1000) AS note FROM generate_series(1, ${ROWS}) n`,
  );
  const { code, output } = await runScript("tests/support/refresh-memory-script.ts", {
    args: [address],
    nodeArgs: ["--max-old-space-size=96"],
    env: { ...testSettings(), LOG_LEVEL: "warn" },
  });
  expect([code, output]).toEqual([0, expect.stringContaining("successful")]);
  const { rowsNew, grownMb } = JSON.parse(output) as { rowsNew: number; grownMb: number };
  expect(rowsNew).toBe(ROWS);
  expect(grownMb).toBeLessThan(MAX_GROWTH_MB);
}, 120_000);
