import { defineConfig } from "@playwright/test";
import { chromiumLaunch } from "./scripts/browser";

export default defineConfig({
  testDir: "e2e",
  outputDir: ".data/test-results/e2e",
  fullyParallel: false,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  // A spec that needs its second try is named at the end of the run, so that it is looked at.
  retries: 1,
  reporter: [["list"], ["json"]],
  // What changes a person's language or everybody's data comes last and one after the other.
  projects: [
    { name: "together", testIgnore: "alone/**" },
    { name: "alone", testMatch: "alone/**", dependencies: ["together"], workers: 1 },
  ],
  use: {
    baseURL: process.env.E2E_BASE_URL,
    launchOptions: await chromiumLaunch(),
    trace: "retain-on-first-failure",
    timezoneId: "Europe/Budapest",
    viewport: { width: 1440, height: 900 },
  },
});
