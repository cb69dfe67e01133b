import { detectCopy } from "@/lib/copies/detect-copy";
import { pool } from "@/lib/db";
import { requireInstallation } from "@/lib/installation";
import { requireCurrentSchema } from "@/lib/migrations";
import { requireKnownKeys } from "@/lib/require-known-keys";
import { buildWhenSourcesChanged } from "./build";
import { prepare, refuse } from "./prepare";
import { isPortFree, startPart, stopParts } from "./processes";

const { settings, processEnv, stopDatabase } = await prepare();
const { PORT, HOST, FERRY_MODE } = settings;

/** Ends the command without leaving the embedded database running. */
async function giveUp(sentence: string): Promise<never> {
  await stopDatabase();
  return refuse(sentence);
}

if (!(await isPortFree(PORT, HOST))) await giveUp(`Port ${PORT} at ${HOST} is taken by another program.`);
const query = (sql: string, values?: (string | null)[]) => pool().query(sql, values);
await requireCurrentSchema(query).catch((error: Error) => giveUp(error.message));
await requireInstallation(query, FERRY_MODE).catch((error: Error) => giveUp(error.message));
await requireKnownKeys(query).catch((error: Error) => giveUp(error.message));
await detectCopy(query, settings.FERRY_INSTANCE);
await pool().end();
buildWhenSourcesChanged(() => console.log("Building the app…"));

const args = ["node_modules/next/dist/bin/next", "start", "-H", HOST, "-p", String(PORT)];
const web = startPart("web", args, { env: processEnv });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stopParts([web]));
web.child.on("exit", async (code) => {
  await stopDatabase();
  process.exit(code ?? 0);
});
