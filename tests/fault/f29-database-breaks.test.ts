import { expect } from "vitest";
import { importsAsked, pressRun } from "../support/runs";
import { breakDatabase } from "./support/break-database";
import { checkClaim } from "./support/check-claim";
import { openCommitProxy } from "./support/commit-proxy";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { useOwnServer } from "./support/own-server";
import { settled } from "./support/run";
import { exportOf } from "./support/target";
import { startWorkers } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const server = useOwnServer("f29");
const timeout = 400_000;
const PEOPLE = 600;

faultTest(
  "F29 PostgreSQL restarted (immediate) 20 times in the middle of a run: workers connect again and go on",
  { injected: "pg_ctl restart -m immediate, 20 times", timeout },
  (scene) =>
    breakDatabase(scene, klaviyo(), { people: 2_000, times: 20, doBreak: () => server().restartAtOnce() }),
);

faultTest(
  "F29 all connections to PostgreSQL ended 20 times in the middle of a run: workers connect again and go on",
  { injected: "pg_terminate_backend of all, 20 times", timeout },
  (scene) =>
    breakDatabase(scene, klaviyo(), { people: 2_000, times: 20, doBreak: () => server().endConnections() }),
);

faultTest(
  "F29 connections cut during COMMIT, before and after it took effect: everybody is there once",
  { injected: "8 % of COMMITs cut, half before and half after", timeout },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: PEOPLE });
    let isOn = false;
    const proxy = await openCommitProxy(server().url, () => {
      const roll = scene.random() * 100;
      if (!isOn || roll >= 8) return null;
      return roll < 4 ? "before" : "after";
    });
    const workers = await startWorkers(2, {
      batchRecords: 20,
      answerSeconds: 1,
      env: { DATABASE_URL: proxy.url },
    });
    isOn = true;
    const runId = await pressRun(scene.administrator, target.exportId);
    await settled(runId);
    scene.faultOver();
    const run = await checkClaim(scene, klaviyo(), { target, runId, batchRecords: 20 });
    scene.note({ result: `${run.status} with ${proxy.cuts()} cuts` });
    expect(proxy.cuts()).toBeGreaterThan(0);
    expect(run).toMatchObject({ status: "successful", problemCode: null });
    expect(run.outcomes).toEqual({ added: PEOPLE });
    expect(importsAsked(klaviyo()).length).toBeGreaterThanOrEqual(30);
    for (const { child } of workers) expect(child.exitCode ?? child.signalCode).toBeNull();
  },
);
