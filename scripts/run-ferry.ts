import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { freePort } from "./free-port";
import { root } from "./paths";

const START_TIMEOUT_MS = 180_000;

export interface RunningFerry {
  pid: number;
  baseUrl: string;
  dataDir: string;
  /** Everything `npm start` said so far. */
  said: () => string;
  stop: () => Promise<number | null>;
  /** Resolves with the exit code when the command ends, whatever ended it. */
  ended: Promise<number | null>;
}

function waitForReady(child: ChildProcess, said: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Ferry did not start:\n${said()}`)), START_TIMEOUT_MS);
    const check = setInterval(() => {
      if (said().includes("Ctrl-C stops it.")) finish(resolve);
      else if (child.exitCode !== null) finish(() => reject(new Error(`Ferry did not start:\n${said()}`)));
    }, 50);
    const finish = (then: () => void) => {
      clearInterval(check);
      clearTimeout(timer);
      then();
    };
  });
}

/** Starts Ferry by its own command, in `mode`, over an empty data folder unless it `keeps` one. */
export async function startFerry(
  mode: "practice" | "live",
  options: { folder: string; env?: Record<string, string>; keeps?: boolean; port?: number },
): Promise<RunningFerry> {
  const dataDir = path.join(root, ".data", options.folder);
  if (!options.keeps) rmSync(dataDir, { recursive: true, force: true });
  const port = options.port ?? (await freePort());
  const env = {
    ...process.env,
    FERRY_MODE: mode,
    FERRY_DATA_DIR: dataDir,
    PORT: String(port),
    DATABASE_URL: "",
    ...options.env,
  };
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/start.ts"], { cwd: root, env });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  await waitForReady(child, () => text);
  return {
    pid: child.pid ?? 0,
    baseUrl: `http://localhost:${port}`,
    dataDir,
    said: () => text,
    ended,
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}
