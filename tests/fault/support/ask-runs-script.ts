// Asks the API for a run so many times at once with one idempotency key when the gate is opened, and says as JSON what
// came of it: `node --import tsx tests/fault/support/ask-runs-script.ts <export> <token> <times> <gate>`.
import { closeDatabase, pool } from "@/lib/db";
import { askRun } from "../../support/api";

const [exportId = "", token = "", times = "1", gate = "0"] = process.argv.slice(2);
await pool().query("SELECT pg_advisory_lock_shared($1)", [gate]);
const headers = { "idempotency-key": "one-and-the-same" };
const responses = await Promise.all(
  Array.from({ length: Number(times) }, () => askRun(exportId, {}, { token, headers })),
);
const answers = responses.map(async (response) => ({
  status: response.status,
  isReplayed: response.headers.get("idempotency-replayed") === "true",
  ...((await response.json()) as object),
}));
console.log(JSON.stringify(await Promise.all(answers)));
await closeDatabase();
process.exit(0); // the job queue of a process would keep it waiting for more
