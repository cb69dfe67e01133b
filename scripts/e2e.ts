import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { freePort } from "./free-port";
import { root } from "./paths";
import { type Counts, playwrightPart } from "./test-parts";

const START_TIMEOUT_MS = 180_000;

const controlToken = randomUUID();

interface RunningFerry {
  baseUrl: string;
  dataDir: string;
  /** Everything `npm start` said so far. */
  said: () => string;
  stop: () => Promise<number | null>;
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

/** Starts Ferry by its own command, in `mode`, over an empty data folder. */
export async function startFerry(
  mode: "practice" | "live",
  extra: Record<string, string> = {},
): Promise<RunningFerry> {
  const dataDir = path.join(root, `.data/e2e-${mode}`);
  rmSync(dataDir, { recursive: true, force: true });
  const port = await freePort();
  const env = {
    ...process.env,
    FERRY_MODE: mode,
    FERRY_DATA_DIR: dataDir,
    PORT: String(port),
    DATABASE_URL: "",
    EMULATOR_CONTROL_TOKEN: controlToken,
    ...extra,
  };
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/start.ts"], { cwd: root, env });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await waitForReady(child, () => text);
  return {
    baseUrl: `http://localhost:${port}`,
    dataDir,
    said: () => text,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", resolve);
        child.kill("SIGTERM");
      }),
  };
}

function keyOf(dataDir: string): string {
  const secrets = JSON.parse(readFileSync(path.join(dataDir, "secrets.json"), "utf8")) as Record<
    string,
    string
  >;
  return secrets.EMULATOR_PRACTICE_KEY ?? "";
}

/** The specs, against Ferry in practice mode and, for its first minute, in live mode. */
export async function e2ePart(): Promise<Counts> {
  const practice = await startFerry("practice");
  const klaviyo = /local Klaviyo shows its lists at (\S+)/.exec(practice.said())?.[1] ?? "";
  // Without an OAuth app, as most installations begin.
  const live = await startFerry("live", { KLAVIYO_API_URL: klaviyo });
  const setupLink = /http:\S+\/setup\?token=\S+/.exec(live.said())?.[0] ?? "";
  const signIn = path.join(practice.dataDir, "sign-in.json");
  const env = {
    E2E_BASE_URL: practice.baseUrl,
    E2E_SIGN_IN: signIn,
    E2E_SETUP_LINK: setupLink,
    E2E_LIVE_URL: live.baseUrl,
    E2E_LOGS: [practice.dataDir, live.dataDir].join(path.delimiter),
    E2E_KLAVIYO: klaviyo,
    E2E_KLAVIYO_TOKEN: controlToken,
    E2E_KLAVIYO_KEY: keyOf(practice.dataDir),
  };
  const counts = await playwrightPart(env);
  const codes = [await practice.stop(), await live.stop()];
  if (codes.some((code) => code !== 0))
    throw new Error(`Ferry did not stop in good order: ${codes.join(", ")}`);
  return counts;
}
