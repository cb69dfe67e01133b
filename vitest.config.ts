import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = {
  "@": import.meta.dirname,
  "server-only": path.join(import.meta.dirname, "tests/support/empty.ts"),
};

// Everything that works on a database of its own, copied from one that is made once a run.
const onDatabase = {
  globalSetup: "tests/support/template-database.ts",
  setupFiles: ["tests/support/own-database.ts"],
  hookTimeout: 60_000,
};

/**
 * `unit` needs nothing; the others need PostgreSQL, and `permissions` the built app too. `fault-quick` has each
 * mechanism of the fault cases once, `fault` has all of them, the quick ones included.
 */
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
          // Thousands of random cases take their time on a busy machine, and how long they take is not what they test.
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          testTimeout: 60_000,
          // So that a test can be the request that it asks about.
          server: { deps: { inline: [/next-auth/] } },
          ...onDatabase,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "permissions",
          include: ["tests/permissions/**/*.test.ts"],
          testTimeout: 60_000,
          server: { deps: { inline: [/next-auth/] } },
          ...onDatabase,
        },
      },
      {
        resolve: { alias },
        test: { name: "fault-quick", include: ["tests/fault/**/*.quick.test.ts"], ...onDatabase },
      },
      {
        resolve: { alias },
        test: { name: "fault", include: ["tests/fault/**/*.test.ts"], ...onDatabase },
      },
    ],
  },
});
