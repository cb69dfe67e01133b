import { hostname } from "node:os";
import { pool } from "@/lib/db";
import { version } from "@/lib/version";
import { workerId } from "@/lib/jobs/worker-id";

const RENEW_EVERY_MS = 10_000;

/** Shows this worker among the living until the returned function is called. */
export async function announcePresence(): Promise<() => Promise<void>> {
  const renew = () =>
    pool().query(
      `INSERT INTO worker_process (id, host, pid, version) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO UPDATE SET seen_at = now()`,
      [workerId, hostname(), process.pid, version],
    );
  await renew();
  const timer = setInterval(() => renew().catch(() => undefined), RENEW_EVERY_MS); // late is not gone
  return async () => {
    clearInterval(timer);
    await pool().query("DELETE FROM worker_process WHERE id = $1", [workerId]);
  };
}
