import { closeDatabase } from "@/lib/db";
import { migrate, signInLines } from "./installation";
import { prepare } from "./prepare";
import { startPart, stopParts } from "./processes";

const prepared = await prepare();
await migrate(prepared);
for (const line of await signInLines(prepared)) console.log(line);
await closeDatabase();

const { PORT, HOST } = prepared.settings;
const options = { env: prepared.processEnv };
const parts = [
  startPart("web", ["node_modules/next/dist/bin/next", "dev", "-H", HOST, "-p", String(PORT)], options),
  startPart("worker", ["--import", "tsx", "--watch", "worker/main.ts"], options),
];
async function stop(): Promise<void> {
  await stopParts(parts);
  await prepared.stopDatabase();
  process.exit(0);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
