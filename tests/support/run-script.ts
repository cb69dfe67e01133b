import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { root } from "@/scripts/paths";

export interface ScriptEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
}

export interface RunningScript {
  child: ChildProcess;
  output: () => string;
  /** Waits until the script has written `text`. Throws when it ends without. */
  said: (text: string) => Promise<void>;
  ended: Promise<ScriptEnd>;
}

/** The settings of this test file's database, for processes that work on it too. */
export function testSettings(): Record<string, string> {
  const {
    DATABASE_URL = "",
    AUTH_SECRET = "",
    FERRY_MASTER_KEY = "",
    FERRY_TOMBSTONE_KEY = "",
  } = process.env;
  return {
    DATABASE_URL,
    AUTH_SECRET,
    FERRY_MASTER_KEY,
    FERRY_TOMBSTONE_KEY,
    SOURCE_PRIVATE_NETWORKS: "allow",
    WEBHOOK_PRIVATE_NETWORKS: "allow",
  };
}

/** Starts a script as a process of its own with `env` and nothing else; it does not outlive the test. */
export function startScript(
  script: string,
  options: { args?: string[]; nodeArgs?: string[]; env?: Record<string, string> } = {},
): RunningScript {
  const { args = [], nodeArgs = [], env = {} } = options;
  const child = spawn(process.execPath, [...nodeArgs, "--import", "tsx", script, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      ...env,
    } as unknown as NodeJS.ProcessEnv,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = new Promise<ScriptEnd>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, output }));
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = async (text: string) => {
    while (!output.includes(text)) {
      if (child.exitCode !== null) throw new Error(`${script} ended without saying "${text}":\n${output}`);
      await sleep(20);
    }
  };
  return { child, output: () => output, said, ended };
}

/** Runs a script to its end. */
export function runScript(...given: Parameters<typeof startScript>): Promise<ScriptEnd> {
  return startScript(...given).ended;
}
