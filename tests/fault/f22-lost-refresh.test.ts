import { expect } from "vitest";
import { holdLock } from "../support/hold-lock";
import { pool } from "@/lib/db";
import { expireTokens, findRow } from "../support/connections";
import { pressRun, readRun } from "../support/runs";
import { exportOf } from "./support/target";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { untilStatus } from "./support/run";
import { killWorker, startWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo({ withApp: true });
const SAVES = "SELECT 1 FROM connection_secret FOR UPDATE";

for (const refreshRotates of [false, true])
  faultTest(
    `F22 a crash between the refresh's reply and saving it, the refresh token ${refreshRotates ? "replaced" : "kept"}: ${refreshRotates ? "the connection says reconnect" : "it is usable"}, and nothing loops`,
    { injected: "kill -9 between reply and save", timeout: 180_000 },
    async (scene) => {
      klaviyo().control.setSwitches({ refreshRotates });
      const target = await exportOf(klaviyo(), scene.administrator, { people: 20 });
      await expireTokens(target.connectionId);
      const runId = await pressRun(scene.administrator, target.exportId);
      {
        await using saves = await holdLock(SAVES);
        const worker = await startWorker();
        await saves.untilBlocked();
        expect(klaviyo().control.log({ route: "/oauth/token", status: 200 })).toHaveLength(1);
        await killWorker(worker);
        // What it had sent to the database would else be carried out after its death.
        await pool().query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ferry-worker'",
        );
      }
      scene.faultOver();
      await startWorker();
      const { settledAt } = await untilStatus(runId, refreshRotates ? "waiting" : "successful");
      const refreshes = klaviyo().control.log({ route: "/oauth/token" }).length;
      scene.note({ result: `${(await readRun(runId)).status} after ${refreshes} refreshes` });
      expect(refreshes).toBeLessThanOrEqual(6);
      if (settledAt) {
        await checkClaim(scene, klaviyo(), { target, runId });
        return;
      }
      expect(await findRow(target.connectionId)).toMatchObject({
        status: "needs_attention",
        attentionCode: "tokens_dead",
      });
    },
  );
