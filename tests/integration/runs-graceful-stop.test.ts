import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { setKlaviyo } from "../support/connections";
import { prepareExports, savedExport } from "../support/exports";
import { holdLock } from "../support/hold-lock";
import { startScript, testSettings } from "../support/run-script";
import {
  addressesOf,
  checkBooks,
  hurry,
  importRoute,
  importsAsked,
  logOf,
  manyPeople,
  onList,
  pressRun,
  readRun,
  told,
  useQuickKlaviyo,
} from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();
// Two batches: the worker processes have the usual limits.
const people = manyPeople(10_002);
const submit = { method: "POST", route: importRoute };

beforeEach(() => prisma().installation.updateMany({ data: { mode: "practice" } }));

/** A worker process of its own, as `npm start` starts one. */
async function startWorker() {
  const worker = startScript("worker/main.ts", {
    env: { ...testSettings(), FERRY_MODE: "practice", KLAVIYO_API_URL: klaviyo().url, LOG_LEVEL: "warn" },
  });
  while ((await prisma().workerProcess.count()) === 0) await sleep(20);
  return worker;
}

/** Asks a worker to end; answers how it did, and after how many seconds. */
async function stop(worker: Awaited<ReturnType<typeof startWorker>>) {
  const startedAt = Date.now();
  worker.child.kill("SIGTERM");
  const end = await worker.ended;
  return { ...end, seconds: (Date.now() - startedAt) / 1000 };
}

async function untilAsked(times: number): Promise<void> {
  while (importsAsked(klaviyo()).length < times) await sleep(20);
}

const statesOf = async (runId: string) => (await readRun(runId)).batches.map(({ state }) => state);

describe("A worker that is asked to end in the middle of a run (F3)", () => {
  it(
    "finishes the request that has left, begins no other, and ends with 0",
    { timeout: 60_000 },
    async ({ administrator }) => {
      setKlaviyo(klaviyo().url, { withApp: false });
      const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
      const exportId = await savedExport(administrator, form);
      klaviyo().control.addFault({
        match: { ...submit, nth: 1 },
        do: { kind: "delay", ms: 2_500, when: "after" },
      });
      // Whoever comes second waits for its turn, and has sent nothing.
      klaviyo().control.addFault({
        match: { ...submit, nth: 2 },
        do: { kind: "answer", status: 429, headers: { "Retry-After": "2" } },
      });
      const runId = await pressRun(administrator, exportId);
      const worker = await startWorker();
      await untilAsked(2);
      const end = await stop(worker);
      expect(end).toMatchObject({ code: 0, signal: null });
      expect(end.seconds).toBeLessThan(15);
      const asked = importsAsked(klaviyo()).length;
      expect(asked).toBe(2);
      expect((await statesOf(runId)).toSorted()).toEqual(["awaiting", "pending"]);
      const left = (await readRun(runId)).batches.find(({ state }) => state === "pending");
      expect(left).toMatchObject({ leaseUntil: null, sentAt: null });
      expect(await prisma().workerProcess.count()).toBe(0);

      const run = checkBooks(await hurry(runId));
      expect(told(run.result)).toEqual({ added: 10_002 });
      expect(run.status).toBe("successful");
      expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people));
      expect(await logOf(runId)).not.toContain("taken_over");
    },
  );

  it(
    "gives up within 30 seconds what does not end: requests without an answer, and plans, for others to go on",
    { timeout: 90_000 },
    async ({ administrator }) => {
      setKlaviyo(klaviyo().url, { withApp: false });
      const few = manyPeople(3);
      const { form, lists } = await prepareExports(klaviyo(), administrator, { people: few });
      const sending = await savedExport(administrator, form);
      const planning = await savedExport(administrator, { ...form, name: "VIP", listId: lists.vip });
      klaviyo().control.addFault({
        match: { ...submit, nth: 1 },
        do: { kind: "delay", ms: 60_000, when: "after" },
      });
      const sendingRun = await pressRun(administrator, sending);
      const worker = await startWorker();
      await untilAsked(1);
      await using lock = await holdLock("LOCK TABLE segment_member IN ACCESS EXCLUSIVE MODE");
      const planningRun = await pressRun(administrator, planning);
      await lock.untilBlocked();
      const end = await stop(worker);
      expect(end).toMatchObject({ code: 0, signal: null });
      expect(end.seconds).toBeLessThan(30);
      const { rows } = await pool().query<{ is_free: boolean; status: string }>(
        "SELECT status, lease_until <= clock_timestamp() AS is_free FROM run WHERE id = $1",
        [planningRun],
      );
      expect(rows).toEqual([{ status: "running", is_free: true }]);
      const [batch] = (await readRun(sendingRun)).batches;
      expect(batch).toMatchObject({ state: "pending", leaseUntil: null, sentAt: expect.any(Date) });
      await lock.release();

      klaviyo().control.clearFaults();
      for (const runId of [sendingRun, planningRun])
        expect(told(checkBooks(await hurry(runId)).result)).toEqual({ added: 3 });
      for (const listId of [lists.newsletter, lists.vip])
        expect(onList(klaviyo(), listId)).toEqual(addressesOf(few));
      expect(await logOf(sendingRun)).toContain("submission_found");
    },
  );
});
