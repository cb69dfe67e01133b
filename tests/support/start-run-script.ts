// Presses Run in a process of its own and says as JSON when that was, by PostgreSQL's clock, and which run it is:
// `node --import tsx tests/support/start-run-script.ts <export> <user>`.
import { closeDatabase, pool, prisma } from "@/lib/db";
import { startRun } from "@/lib/runs/start-run";

const [exportId = "", userId = ""] = process.argv.slice(2);
const { id, role } = await prisma().user.findUniqueOrThrow({ where: { id: userId } });
const { rows } = await pool().query<{ at: string }>("SELECT clock_timestamp()::text AS at");
const started = await startRun({ kind: "user", id, role }, { exportId });
console.log(JSON.stringify(started.ok ? { at: rows[0]?.at, runId: started.value.runId } : started));
await closeDatabase();
process.exit(started.ok ? 0 : 1); // the job queue of a process would keep it waiting for more
