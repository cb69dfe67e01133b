import type { PgBoss } from "pg-boss";
import { type JobName, jobContracts, jobNames } from "@/lib/jobs/contracts";
import type { Stopping } from "@/lib/jobs/stopping";
import { logger } from "@/lib/logger";
import { handlers } from "./handlers";

const POLL_SECONDS = 0.5;

/** What the queue keeps of a failure: errors of a database can quote the rows they are about. */
function withoutContent(error: unknown, jobId: string): Error {
  const { name, code } = error as { name?: string; code?: string };
  return new Error(`${code ?? name ?? "An error"}; the log tells of it under job ${jobId}.`);
}

type Workers = Map<JobName, string>;

async function registerOne<Name extends JobName>(
  boss: PgBoss,
  name: Name,
  { workers, stopping }: { workers: Workers; stopping: Stopping },
): Promise<void> {
  const { atOnce, run, wakes = [] } = handlers[name];
  const options = { pollingIntervalSeconds: POLL_SECONDS, localConcurrency: atOnce, batchSize: 1 };
  const workerId = await boss.work(name, options, async ([job]) => {
    if (!job) return;
    try {
      await run(jobContracts[name].parse(job.data) as Parameters<typeof run>[0], stopping);
    } catch (error) {
      logger.error({ err: error, job: job.id, queue: name }, "a job failed and will be tried again");
      throw withoutContent(error, job.id);
    } finally {
      // Look for the next job at once instead of waiting for the next poll.
      for (const woken of [name, ...wakes]) boss.notifyWorker(workers.get(woken) ?? workerId);
    }
  });
  workers.set(name, workerId);
}

/** Makes this process take jobs of every queue, until `stopping` says otherwise. */
export async function registerHandlers(boss: PgBoss, stopping: Stopping): Promise<void> {
  const workers: Workers = new Map();
  for (const name of jobNames) await registerOne(boss, name, { workers, stopping });
}
