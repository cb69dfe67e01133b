import { closeDatabase } from "@/lib/db";
import { migrate, signInLines, warnings } from "./installation";
import { prepare } from "./prepare";

const prepared = await prepare();
try {
  const applied = await migrate(prepared);
  const lines = prepared.settings.FERRY_MODE === "practice" ? [] : await signInLines(prepared);
  console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The database is up to date.");
  for (const line of [...lines, ...(await warnings(prepared))]) console.log(line);
} catch (error) {
  process.exitCode = 1;
  console.error((error as Error).message);
} finally {
  await closeDatabase();
  await prepared.stopDatabase();
}
