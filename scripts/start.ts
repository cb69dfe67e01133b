import path from "node:path";
import { closeDatabase } from "@/lib/db";
import { publicUrl } from "@/lib/env";
import { buildWhenSourcesChanged } from "./build";
import { hintLines, migrate, signInLines, warnings } from "./installation";
import { prepare, refuse } from "./prepare";
import {
  type Part,
  hasEnded,
  isPortFree,
  obituary,
  startPart,
  stopParts,
  waitForAnswer,
  waitForReady,
  workerArgs,
} from "./processes";

const startedAt = performance.now();
const prepared = await prepare();
const { settings, processEnv, dataDir } = prepared;
const { PORT, HOST, FERRY_MODE } = settings;
const parts: Part[] = [];

let isStopping = false;
async function stop(exitCode: number, ...sentences: string[]): Promise<never> {
  if (isStopping) return new Promise<never>(() => undefined);
  isStopping = true;
  for (const sentence of sentences) console.error(sentence);
  await stopParts(parts);
  await closeDatabase();
  await prepared.stopDatabase();
  process.exit(exitCode);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    if (!isStopping) console.log("\nStopping Ferry…");
    void stop(0);
  });

function logFile(name: string): string | undefined {
  return FERRY_MODE === "production" ? undefined : path.join(dataDir, `${name.toLowerCase()}.log`);
}

function start(name: string, args: string[]): Part {
  const part = startPart(name, args, { env: processEnv, logFile: logFile(name) });
  parts.push(part);
  return part;
}

function stopWhenOneEnds(): void {
  for (const part of parts)
    part.child.on("exit", () => {
      if (!isStopping) void stop(1, obituary(part), "Ferry stops, since it cannot work without it.");
    });
  const ended = parts.find(hasEnded);
  if (ended && !isStopping) void stop(1, obituary(ended));
}

async function main(): Promise<void> {
  if (!(await isPortFree(PORT, HOST))) {
    await prepared.stopDatabase();
    refuse(
      `Port ${PORT} at ${HOST} is taken by another program.`,
      `Stop it, or choose another port: PORT=${PORT + 1} npm start`,
    );
  }
  await migrate(prepared);
  if (processEnv.EMULATOR_PRESET) {
    const klaviyo = start("Klaviyo", ["--import", "tsx", "emulator/main.ts"]);
    await waitForAnswer(klaviyo, `${settings.KLAVIYO_API_URL}/`);
  }
  buildWhenSourcesChanged(() => console.log("Building the app (about half a minute; only after a change)…"));
  const lines = [...(await signInLines(prepared)), ...(await hintLines())];
  const unprotected = await warnings(prepared);
  await closeDatabase();

  const web = start("web", ["node_modules/next/dist/bin/next", "start", "-H", HOST, "-p", String(PORT)]);
  const worker = start("worker", workerArgs());
  await Promise.all([waitForAnswer(web, `http://${HOST}:${PORT}/api/health/ready`), waitForReady(worker)]);
  stopWhenOneEnds();

  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`\nFerry is ready at ${publicUrl()}  (${FERRY_MODE} mode, ${seconds} s)\n`);
  for (const line of lines) console.log(line);
  if (processEnv.EMULATOR_PRESET)
    console.log(`\nThe local Klaviyo shows its lists at ${settings.KLAVIYO_API_URL}`);
  if (FERRY_MODE === "live" && prepared.isEmbedded)
    console.log(
      "\nLive over the embedded database is for evaluation; set DATABASE_URL before you rely on it.",
    );
  if (unprotected.length > 0) console.log(`\n${unprotected.join("\n")}`);
  console.log("\nCtrl-C stops it.");
}

main().catch((error: Error) => stop(1, error.message));
