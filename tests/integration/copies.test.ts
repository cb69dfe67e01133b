import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { describe, expect, inject } from "vitest";
import { detectCopy } from "@/lib/copies/detect-copy";
import { findPause, pauseInstallation, resumeInstallation, schedulesPaused } from "@/lib/copies/pause";
import { closeDatabase, pool, prisma } from "@/lib/db";
import { requireInstallation } from "@/lib/installation";
import { startWorker, stopWorker } from "../fault/support/workers";
import { asked } from "../support/connections";
import { prepareExports, savedExport } from "../support/exports";
import { pressRun, readRun, useQuickKlaviyo } from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();

const query = (sql: string, values?: (string | null)[]) => pool().query(sql, values);
const detect = (instance?: string) => detectCopy(query, instance);

/** Puts a copy in the place of this test's database, as a restore of its dump would. */
async function restoreCopy(): Promise<void> {
  await closeDatabase();
  const own = new URL(process.env.DATABASE_URL ?? "").pathname.slice(1);
  const client = new pg.Client({ connectionString: inject("serverUrl") });
  await client.connect();
  await client.query(`CREATE DATABASE ${own}_copy TEMPLATE ${own}`);
  await client.query(`DROP DATABASE ${own} WITH (FORCE)`);
  await client.query(`ALTER DATABASE ${own}_copy RENAME TO ${own}`);
  await client.end();
}

async function startInstallation(): Promise<void> {
  await prisma().installation.deleteMany();
  await requireInstallation(query, "practice");
  expect(await detect("production")).toBe(false);
}

describe("a copy", () => {
  it("of a database that is restored into another one is paused once", async ({ administrator }) => {
    await startInstallation();
    expect(await detect("production")).toBe(false);
    expect(await schedulesPaused()).toBe(false);
    await restoreCopy();
    expect(await detect("production")).toBe(true);
    expect(await detect("production")).toBe(false);
    expect(await schedulesPaused()).toBe(true);
    expect(await resumeInstallation(administrator)).toMatchObject({ ok: true });
    expect(await schedulesPaused()).toBe(false);
    expect(await detect("production")).toBe(false);
    expect(await schedulesPaused()).toBe(false);
    expect(await prisma().auditEvent.count({ where: { action: "installation.resume" } })).toBe(1);
    expect(await resumeInstallation(administrator)).toMatchObject({ ok: false, code: "not_paused" });
  });

  it("of the server's files is paused where FERRY_INSTANCE says that this is another installation", async ({
    administrator: _,
  }) => {
    await startInstallation();
    expect(await detect("staging")).toBe(true);
    expect(await schedulesPaused()).toBe(true);
  });

  it("is not made by setting FERRY_INSTANCE for the first time, or no longer", async ({
    administrator: _,
  }) => {
    await prisma().installation.deleteMany();
    await requireInstallation(query, "practice");
    expect(await detect()).toBe(false);
    expect(await detect("production")).toBe(false);
    expect(await detect()).toBe(false);
    expect(await schedulesPaused()).toBe(false);
  });

  it("is noticed once by processes that start at once", async ({ administrator: _ }) => {
    await startInstallation();
    await restoreCopy();
    const answers = await Promise.all([detect(), detect(), detect()]);
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await schedulesPaused()).toBe(true);
  });

  it("is confirmed by administrators only", async ({ contributor }) => {
    await startInstallation();
    await pauseInstallation({ kind: "system", job: "pause" });
    await expect(resumeInstallation(contributor)).rejects.toThrow("installation:resume");
    await expect(findPause(contributor)).rejects.toThrow("installation:resume");
  });
});

it(
  "A worker begins no run of a copy until an administrator confirms it, and then without a new start",
  { timeout: 90_000 },
  async ({ administrator }) => {
    await startInstallation();
    const { form } = await prepareExports(klaviyo(), administrator);
    const runId = await pressRun(administrator, await savedExport(administrator, form));
    klaviyo().control.clearLog();
    await restoreCopy();
    const worker = await startWorker();
    expect(worker.output()).toContain("this is a copy");
    await sleep(6_000);
    expect(await readRun(runId)).toMatchObject({ status: "queued" });
    expect(asked(klaviyo())).toEqual([]);
    expect(await findPause(administrator)).toEqual({ runs: 1 });
    await resumeInstallation(administrator);
    while ((await readRun(runId)).settledAt === null) await sleep(200);
    expect(await readRun(runId)).toMatchObject({ status: "successful" });
    await stopWorker(worker);
  },
);
