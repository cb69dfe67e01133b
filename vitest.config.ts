import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = {
  "@": import.meta.dirname,
  "server-only": path.join(import.meta.dirname, "tests/support/empty.ts"),
};

/** Two projects: `unit` needs nothing, `integration` needs the database that scripts/test.ts starts. */
export default defineConfig({
  test: {
    // Most integration tests wait for something, so a few at once finish sooner even on two cores.
    maxWorkers: 3,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: [
            "{lib,components,app,scripts,worker,emulator,bench}/**/*.test.{ts,tsx}",
            "tests/unit/**/*.test.ts",
          ],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          globalSetup: "tests/support/template-database.ts",
          setupFiles: ["tests/support/own-database.ts"],
        },
      },
    ],
  },
});
