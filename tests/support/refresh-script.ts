// Works on a refresh of the whole in a process of its own until it has ended:
// `node --import tsx tests/support/refresh-script.ts <refresh>`.
import { closeDatabase } from "@/lib/db";
import { workThrough } from "./refreshes";

console.log("working");
await workThrough(process.argv[2] ?? "");
console.log("through");
await closeDatabase();
process.exit(0); // the job queue of a process would keep it waiting for more
