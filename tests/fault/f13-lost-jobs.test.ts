import { expect } from "vitest";
import { pool } from "@/lib/db";
import { importRoute, importsAsked, logOf, pressRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { type Scene, faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled, untilBatches } from "./support/run";
import { exportOf } from "./support/target";
import { until } from "./support/until";
import { startWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const PEOPLE = 20;
const misfortunes = [
  ["never begins", "stuckQueued", "job_stuck"],
  ["never ends", "stuckProcessing", "job_stuck"],
  ["is canceled", "cancelled", "job_canceled"],
  ["vanishes (404)", "vanished", "job_missing"],
] as const;

/** Lets seven hours pass for what is awaited. */
async function age(runId: string): Promise<void> {
  await untilBatches(runId, ["awaiting"]);
  await pool().query(
    "UPDATE run_batch SET submitted_at = submitted_at - interval '7 hours' WHERE run_id = $1 AND state = 'awaiting'",
    [runId],
  );
}

async function runWith(scene: Scene, misfortune: (typeof misfortunes)[number], times: number) {
  const [, ending, code] = misfortune;
  const target = await exportOf(klaviyo(), scene.administrator, { people: PEOPLE });
  const match = { method: "POST", route: importRoute };
  klaviyo().control.addFault({ match, count: times, do: { kind: "job", fate: { ending } } });
  const runId = await pressRun(scene.administrator, target.exportId);
  await startWorker();
  for (let sent = 1; sent <= times; sent++) {
    await until(() => importsAsked(klaviyo()).length === sent);
    if (code === "job_stuck") await age(runId);
  }
  await settled(runId);
  expect((await logOf(runId)).filter((one) => one === code)).toHaveLength(times);
  expect(importsAsked(klaviyo())).toHaveLength(2);
  return checkClaim(scene, klaviyo(), { target, runId });
}

for (const misfortune of misfortunes) {
  const [title] = misfortune;
  faultTest(
    `F13 an import job that ${title} is sent again once, and then everybody is there`,
    { injected: `the first job ${title}`, timeout: 180_000 },
    async (scene) => {
      const run = await runWith(scene, misfortune, 1);
      expect(run.status).toBe("successful");
      expect(run.outcomes).toEqual({ added: PEOPLE });
    },
  );

  faultTest(
    `F13 an import job that ${title} twice is never called done: everybody is unconfirmed`,
    { injected: `both jobs: each ${title}`, timeout: 180_000 },
    async (scene) => {
      const run = await runWith(scene, misfortune, 2);
      expect(run.status).toBe("completed_with_warnings");
      expect(run.outcomes).toEqual({ unconfirmed: PEOPLE });
    },
  );
}
