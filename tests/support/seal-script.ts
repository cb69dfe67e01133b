// Seals the audit log some times, as a worker's sweeps do: `node --import tsx tests/support/seal-script.ts <times>`.
import { sealAudit } from "@/lib/audit/seal";
import { closeDatabase } from "@/lib/db";

for (let times = Number(process.argv[2]); times > 0; times--)
  await sealAudit().catch((error: Error) => console.error(error.message));
await closeDatabase();
