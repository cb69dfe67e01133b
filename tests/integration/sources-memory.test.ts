import { expect } from "vitest";
import { pool } from "@/lib/db";
import { runScript, testSettings } from "../support/run-script";
import { it } from "../support/workspace";

const MEGABYTES = 60;
// Measured: about 100 MB, much of it V8's young generation; held as a whole the file would be 60 MB several times.
const MAX_GROWTH_MB = 250;

it("uploads and imports a file of 60 MB in a process with a heap of 96 MB that hardly grows", async () => {
  const { code, output } = await runScript("tests/support/import-memory-script.ts", {
    args: [String(MEGABYTES)],
    nodeArgs: ["--max-old-space-size=96"],
    env: { ...testSettings(), LOG_LEVEL: "warn" },
  });
  expect([code, output]).toEqual([0, expect.stringContaining("successful")]);
  const { rowsNew, grownMb } = JSON.parse(output) as { rowsNew: number; grownMb: number };
  expect(rowsNew).toBe(MEGABYTES * 1_024);
  expect(grownMb).toBeLessThan(MAX_GROWTH_MB);
  const { rows } = await pool().query("SELECT count(*)::int AS people FROM profile");
  expect(rows[0].people).toBe(MEGABYTES * 1_024 + 1);
}, 120_000);
