// npm run pause: nothing begins in this database until an administrator confirms it in the console. For copies that
// PostgreSQL cannot tell from what they were copied from.
import { pauseInstallation } from "@/lib/copies/pause";
import { closeDatabase, pool } from "@/lib/db";
import { requireCurrentSchema } from "@/lib/migrations";
import { prepare } from "./prepare";

const { stopDatabase } = await prepare();
try {
  await requireCurrentSchema((sql) => pool().query(sql));
  await pauseInstallation({ kind: "system", job: "pause" });
  console.log("Paused. An administrator lets it work again in the console.");
} catch (error) {
  process.exitCode = 1;
  console.error((error as Error).message);
} finally {
  await closeDatabase();
  await stopDatabase();
}
