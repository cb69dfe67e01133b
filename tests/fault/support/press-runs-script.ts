// Presses Run so many times at once when the gate is opened, and says as JSON what came of it:
// `node --import tsx tests/fault/support/press-runs-script.ts <export> <user> <times> <gate>`.
import { closeDatabase, pool, prisma } from "@/lib/db";
import { startRun } from "@/lib/runs/start-run";

const [exportId = "", userId = "", times = "1", gate = "0"] = process.argv.slice(2);
const { id, role } = await prisma().user.findUniqueOrThrow({ where: { id: userId } });
await pool().query("SELECT pg_advisory_lock_shared($1)", [gate]);
const presses = Array.from({ length: Number(times) }, () =>
  startRun({ kind: "user", id, role }, { exportId }),
);
const answers = await Promise.all(presses);
console.log(JSON.stringify(answers.map((answer) => (answer.ok ? answer.value : answer))));
await closeDatabase();
process.exit(0); // the job queue of a process would keep it waiting for more
