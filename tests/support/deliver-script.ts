// Sends one message of the outbox as a worker does: `node --import tsx tests/support/deliver-script.ts <delivery>`.
import { closeDatabase } from "@/lib/db";
import { deliver } from "@/lib/notifications/outbox/deliver";

await deliver(process.argv[2] ?? "");
await closeDatabase();
process.exit(0); // the job queue of a process would keep it waiting for more
