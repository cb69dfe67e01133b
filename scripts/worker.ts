import { prepare } from "./prepare";
import { startPart, stopParts, workerArgs } from "./processes";

const { processEnv, stopDatabase } = await prepare();
const worker = startPart("worker", workerArgs(), { env: processEnv });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stopParts([worker]));
worker.child.on("exit", async (code) => {
  await stopDatabase();
  process.exit(code ?? 1);
});
