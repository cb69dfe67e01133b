import { pool } from "@/lib/db";
import type { limitRequests } from "@/lib/limiter/limit-requests";

type Hooks = ReturnType<typeof limitRequests>;

/** Counts what leaves through `hooks`; `keep` adds it to the run, when nothing waits for it. */
export function countRequests(runId: string, hooks: Hooks): { hooks: Hooks; keep: () => Promise<void> } {
  let requests = 0;
  return {
    hooks: {
      ...hooks,
      async fence(request) {
        await hooks.fence?.(request);
        // Not written down here: waiting for the run's row would let a "no" pass that is committed meanwhile.
        requests++;
      },
    },
    async keep() {
      const left = requests;
      requests = 0;
      if (left > 0)
        await pool().query("UPDATE run SET requests = requests + $2 WHERE id = $1", [runId, left]);
    },
  };
}
