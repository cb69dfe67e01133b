// Runs one import in a process of its own: `node --import tsx tests/support/run-import-script.ts <id>`.
import { closeDatabase } from "@/lib/db";
import { runImport } from "@/lib/sources/run-import";

await runImport(process.argv[2] ?? "");
await closeDatabase();
process.exit(); // the job queue of a process would keep it waiting for more
