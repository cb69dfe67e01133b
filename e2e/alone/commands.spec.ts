import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { type RunningFerry, startFerry } from "../../scripts/run-ferry";

interface Process {
  pid: number;
  parent: number;
  command: string;
}

function processes(): Process[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
  });
}

function partOf(ferry: RunningFerry, command: string): Process {
  const part = processes().find((one) => one.parent === ferry.pid && one.command.includes(command));
  if (!part) throw new Error(`Ferry runs no ${command}.`);
  return part;
}

const isListening = (ferry: RunningFerry) =>
  fetch(`${ferry.baseUrl}/api/health/live`).then(
    () => true,
    () => false,
  );

async function expectNothingLeft(ferry: RunningFerry, parts: Process[]): Promise<void> {
  await expect
    .poll(() => processes().filter(({ pid }) => parts.some((part) => part.pid === pid)))
    .toEqual([]);
  await expect.poll(() => isListening(ferry)).toBe(false);
}

test.describe.configure({ mode: "serial" });

test("SIGTERM stops everything npm start began, and the next start is there again", async () => {
  test.setTimeout(120_000);
  const ferry = await startFerry("live", { folder: "e2e-commands" });
  const parts = ["next", "worker/main.mjs"].map((command) => partOf(ferry, command));
  expect((await fetch(`${ferry.baseUrl}/api/health/live`)).status).toBe(200);
  expect(await (await fetch(`${ferry.baseUrl}/api/health/ready`)).json()).toEqual({ status: "ready" });
  expect(await ferry.stop()).toBe(0);
  await expectNothingLeft(ferry, parts);
  expect(existsSync(path.join(ferry.dataDir, "postgres/postmaster.pid"))).toBe(false);
});

test("a crash of one part stops the command with a clear message, and nothing is left behind", async () => {
  test.setTimeout(120_000);
  const ferry = await startFerry("live", { folder: "e2e-commands" });
  const parts = ["next", "worker/main.mjs"].map((command) => partOf(ferry, command));
  process.kill(partOf(ferry, "worker/main.mjs").pid, "SIGKILL");
  expect(await ferry.ended).toBe(1);
  expect(ferry.said()).toContain("The worker process ended by itself (signal SIGKILL).");
  await expectNothingLeft(ferry, parts);
  expect(existsSync(path.join(ferry.dataDir, "postgres/postmaster.pid"))).toBe(false);
});

test("when the command itself is killed, web and worker end too", async () => {
  test.setTimeout(120_000);
  const ferry = await startFerry("live", { folder: "e2e-commands" });
  const parts = ["next", "worker/main.mjs"].map((command) => partOf(ferry, command));
  process.kill(ferry.pid, "SIGKILL");
  await expectNothingLeft(ferry, parts);
  // The database is found running by the next start, which then stops it.
  const next = await startFerry("live", { folder: "e2e-commands", keeps: true });
  expect(await next.stop()).toBe(0);
  expect(existsSync(path.join(next.dataDir, "postgres/postmaster.pid"))).toBe(false);
});
