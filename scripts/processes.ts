import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bundleWorker } from "./bundle-worker";
import { root } from "./paths";

const STOP_TIMEOUT_MS = 35_000;

export interface Part {
  name: string;
  child: ChildProcess;
  logFile?: string;
}

/**
 * A worker's work is streams and sets in SQL, so a small heap is enough; without a limit V8 would let garbage grow to
 * several times of it before it looks. Young objects get their room at once, and one thread clears it away: growing
 * that room step by step, and several threads that wait for each other, cost as much again as reading a file.
 */
export const workerHeap = [
  "--max-old-space-size=112",
  "--min-semi-space-size=8",
  "--max-semi-space-size=16",
  "--single-threaded-gc",
];

/**
 * How a worker is started. Prisma's WebAssembly is compiled once and quickly, since compiling it again to run faster
 * takes some 35 MB and the worker's own statements do not go through it.
 */
export function workerArgs(): string[] {
  return [...workerHeap, "--liftoff-only", "--enable-source-maps", bundleWorker()];
}

export type PartName = "web" | "worker" | "Klaviyo";

/** Starts one part of Ferry; its output goes to `logFile`, or through to this terminal without one. */
export function startPart(
  name: string,
  args: string[],
  options: { env: NodeJS.ProcessEnv; logFile?: string },
): Part {
  const output = options.logFile ? openSync(options.logFile, "a") : "inherit";
  const child = spawn(
    process.execPath,
    ["--import", path.join(root, "scripts/exit-with-parent.mjs"), ...args],
    {
      cwd: root,
      stdio: ["ignore", output, output, "ipc"],
      // Whoever serves or works has no business with the role that owns the audit log.
      env: { ...options.env, FERRY_PROCESS: name, DATABASE_OWNER_URL: "" },
    },
  );
  if (typeof output === "number") closeSync(output);
  return { name, child, logFile: options.logFile };
}

export function hasEnded(part: Part): boolean {
  return part.child.exitCode !== null || part.child.signalCode !== null;
}

/** Why a part ended, with the end of its log. */
export function obituary(part: Part): string {
  const how = part.child.signalCode ? `signal ${part.child.signalCode}` : `exit code ${part.child.exitCode}`;
  const tail = part.logFile
    ? `\n${readFileSync(part.logFile, "utf8").split("\n").slice(-15).join("\n")}`
    : "";
  return `The ${part.name} process ended by itself (${how}).${tail}`;
}

/** Asks all parts to stop, waits for them, and ends by force what does not. */
export async function stopParts(parts: Part[]): Promise<void> {
  const running = parts.filter((part) => !hasEnded(part));
  for (const part of running) part.child.kill("SIGTERM");
  const until = Date.now() + STOP_TIMEOUT_MS;
  while (running.some((part) => !hasEnded(part)) && Date.now() < until) await sleep(25);
  for (const part of running.filter((one) => !hasEnded(one))) part.child.kill("SIGKILL");
}

/** Waits until `url` answers with success. Throws when the part ends or the time is up. */
export async function waitForAnswer(part: Part, url: string, timeoutMs = 60_000): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    if (hasEnded(part)) throw new Error(obituary(part));
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`The ${part.name} process did not answer at ${url} within ${timeoutMs / 1000} seconds.`);
}

/** Waits for the part's word that it is ready. */
export function waitForReady(part: Part, timeoutMs = 60_000): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = new Error(`The ${part.name} process was not ready within ${timeoutMs / 1000} seconds.`);
    const timer = setTimeout(() => reject(late), timeoutMs);
    part.child.once("exit", () => reject(new Error(obituary(part))));
    part.child.on("message", (message) => {
      if (message !== "ready") return;
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Whether `port` can be listened on at `host`. */
export function isPortFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
