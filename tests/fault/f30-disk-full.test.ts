import { setTimeout as sleep } from "node:timers/promises";
import path from "node:path";
import { expect } from "vitest";
import { pool } from "@/lib/db";
import { pressRun, readRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { useOwnServer } from "./support/own-server";
import { settled, untilBatches } from "./support/run";
import { fillDisk, mountSmallDisk, unmountSmallDisk } from "./support/small-disk";
import { exportOf } from "./support/target";
import { throughOutage } from "./support/through-outage";
import { startWorkers } from "./support/workers";

const DISK_MB = 400;
const PEOPLE = 20_000;
const FULL_MS = 20_000;
const LEFT_BYTES = 100_000;

const klaviyo = useStrictKlaviyo();
const server = useOwnServer("f30", {
  prepare: (folder) => mountSmallDisk(folder, DISK_MB),
  remove: unmountSmallDisk,
});

faultTest(
  "F30 a full disk under PostgreSQL in the middle of a run: it fails cleanly, and goes on when there is room again",
  { injected: `a disk of ${DISK_MB} MB full for ${FULL_MS / 1000} s`, timeout: 300_000 },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: PEOPLE });
    klaviyo().control.addFault({ id: "slow", match: { method: "POST" }, do: { kind: "delay", ms: 300 } });
    const workers = await startWorkers(2, { batchRecords: 500, answerSeconds: 1 });
    const runId = await pressRun(scene.administrator, target.exportId);
    await untilBatches(runId, ["awaiting", "done"], 2);
    const empty = fillDisk(path.dirname(server().dataDir), LEFT_BYTES);
    const fails = pool().query(
      "CREATE TABLE too_much AS SELECT repeat(n::text, 100) FROM generate_series(1, 100000) n",
    );
    await expect(fails).rejects.toThrow("No space left on device");
    await sleep(FULL_MS);
    const during = await throughOutage(() => readRun(runId));
    expect(during.settledAt).toBeNull();
    empty();
    klaviyo().control.removeFault("slow");
    scene.faultOver();
    await throughOutage(() => settled(runId));
    const run = await checkClaim(scene, klaviyo(), { target, runId, batchRecords: 500 });
    expect(run.status).toBe("successful");
    expect(run.outcomes).toEqual({ added: PEOPLE });
    for (const { child } of workers) expect(child.exitCode ?? child.signalCode).toBeNull();
  },
);
