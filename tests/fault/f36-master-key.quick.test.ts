import { expect } from "vitest";
import { pool } from "@/lib/db";
import { keyId } from "@/lib/secrets";
import { runScript, startScript, testSettings } from "../support/run-script";
import { pressRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled, untilBatches } from "./support/run";
import { exportOf } from "./support/target";
import { startWorker, stopWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo();

const keys = [1, 2, 3].map((byte) => Buffer.alloc(32, byte));
const [old = "", next = "", stranger = ""] = keys.map((key) => key.toString("base64"));
const nextId = keyId(keys[1] ?? Buffer.alloc(0));

const secrets = async () =>
  (
    await pool().query<{ ciphertext: string }>("SELECT ciphertext FROM connection_secret ORDER BY 1")
  ).rows.map(({ ciphertext }) => ciphertext);

faultTest(
  "F36 the master key is rotated in the middle of a run: the workers of before and of after go on, and everybody arrives",
  { injected: "all secrets under another key, and the old one gone, between two batches" },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: 120 });
    const runId = await pressRun(scene.administrator, target.exportId);
    const before = await startWorker({ batchRecords: 10, env: { FERRY_OTHER_MASTER_KEYS: next } });
    await untilBatches(runId, ["awaiting", "done"], 2);
    const rotated = await runScript("scripts/secrets-rotate.ts", {
      env: {
        ...testSettings(),
        FERRY_MODE: "practice",
        FERRY_DATA_DIR: ".data/test-rotation",
        KLAVIYO_API_URL: klaviyo().url,
        FERRY_MASTER_KEY: next,
        FERRY_OTHER_MASTER_KEYS: old,
      },
    });
    expect(rotated).toMatchObject({ code: 0, output: expect.stringContaining("1 secret(s)") });
    expect((await secrets()).map((secret) => secret.split(".")[1])).toEqual([nextId]);
    await untilBatches(runId, ["awaiting", "done"], 6);
    await stopWorker(before);
    await startWorker({ batchRecords: 10, env: { FERRY_MASTER_KEY: next } });
    scene.faultOver();
    await settled(runId);
    const run = await checkClaim(scene, klaviyo(), { target, runId, batchRecords: 10 });
    expect(run.status).toBe("successful");
  },
);

faultTest(
  "F36 a worker that starts with a wrong master key refuses with the key it lacks, and touches nothing",
  { injected: "another master key at the start" },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: 20 });
    const runId = await pressRun(scene.administrator, target.exportId);
    const before = await secrets();
    const worker = startScript("worker/main.ts", {
      env: { ...testSettings(), FERRY_PROCESS: "worker", LOG_LEVEL: "info", FERRY_MASTER_KEY: stranger },
    });
    const { code, output } = await worker.ended;
    expect(code).toBe(1);
    expect(output).toContain(`encrypted with the master key ${keyId(keys[0] ?? Buffer.alloc(0))}`);
    expect(output).not.toContain(stranger);
    expect(await secrets()).toEqual(before);
    expect(klaviyo().control.log()).toEqual([]);
    const { rows } = await pool().query("SELECT status FROM run WHERE id = $1", [runId]);
    expect(rows).toEqual([{ status: "queued" }]);
    await startWorker();
    scene.faultOver();
    await settled(runId);
    await checkClaim(scene, klaviyo(), { target, runId });
  },
);
