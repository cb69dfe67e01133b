import { expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import { saveSegment } from "@/lib/segments/save-segment";
import { valueOf } from "../support/imports";
import { allOf, condition } from "../support/people";
import { importRoute, importsAsked, pressRun, readRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled, untilStatus } from "./support/run";
import { exportOf } from "./support/target";
import { until } from "./support/until";
import { startWorker, stopWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const SECONDS = 67_608;
const small = { batchRecords: 10 };

/** Lets so much time pass, as far as the database knows it. */
async function passTime(runId: string): Promise<void> {
  await pool().query("UPDATE run SET wait_until = wait_until - make_interval(secs => $2) WHERE id = $1", [
    runId,
    SECONDS,
  ]);
  await pool().query(
    "UPDATE run_data.rate_bucket SET blocked_until = blocked_until - make_interval(secs => $1)",
    [SECONDS],
  );
  await pool().query("UPDATE run_batch SET not_before = NULL WHERE run_id = $1", [runId]);
}

/** A worker that is free computes a segment soon. */
async function computeSegment(actor: UserActor, name: string): Promise<void> {
  const definition = allOf(condition("plan", "is_set"));
  const { segmentId } = valueOf(await saveSegment(actor, { name, definition }));
  await until(async () => {
    const { refreshStatus } = await prisma().segment.findUniqueOrThrow({ where: { id: segmentId } });
    return refreshStatus === "ready";
  });
}

faultTest(
  "F8 429 with Retry-After 67,608 s: the run waits until then, its worker is free, and a restart changes nothing",
  { injected: "429 with Retry-After 67,608 at the second import; the worker restarted" },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: 30 });
    klaviyo().control.addFault({
      match: { method: "POST", route: importRoute, nth: 2 },
      do: { kind: "answer", status: 429, retryAfter: SECONDS },
    });
    const runId = await pressRun(scene.administrator, target.exportId);
    const worker = await startWorker(small);
    const { waitUntil, waitCode } = await untilStatus(runId, "waiting");
    const inSeconds = ((waitUntil?.getTime() ?? 0) - Date.now()) / 1000;
    expect(waitCode).toBe("rate_limit");
    expect(Math.abs(inSeconds - SECONDS)).toBeLessThan(10);
    await computeSegment(scene.administrator, "Before");
    const asked = importsAsked(klaviyo()).length;
    expect(await stopWorker(worker)).toBe(0);
    await startWorker(small);
    await computeSegment(scene.administrator, "After");
    expect(await readRun(runId)).toMatchObject({ status: "waiting", waitUntil });
    expect(importsAsked(klaviyo())).toHaveLength(asked);
    await passTime(runId);
    scene.faultOver();
    await settled(runId);
    const run = await checkClaim(scene, klaviyo(), { target, runId, batchRecords: 10 });
    expect(run.status).toBe("successful");
    expect(run.outcomes).toEqual({ added: 30 });
  },
);
