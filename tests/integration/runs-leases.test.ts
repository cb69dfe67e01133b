import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished } from "vitest";
import { pool } from "@/lib/db";
import { BatchSuperseded, claimBatch, moveBatch } from "@/lib/runs/send/claim-batch";
import { confirmRun } from "@/lib/runs/confirm/confirm-run";
import { doBatch } from "@/lib/runs/send/do-batch";
import { passFence } from "@/lib/runs/send/fence";
import { planRun } from "@/lib/runs/plan/plan-run";
import { sweepRuns } from "@/lib/runs/sweep-runs";
import { announcePresence } from "@/worker/presence";
import { prepareExports, savedExport } from "../support/exports";
import { holdLock } from "../support/hold-lock";
import {
  addressesOf,
  checkBooks,
  endWaits,
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
  useSmallBatches,
} from "../support/runs";
import { it } from "../support/workspace";

process.env.KLAVIYO_ANSWER_SECONDS = "20";
const klaviyo = useQuickKlaviyo();
useSmallBatches(2);

const people = manyPeople(4);
const everybody = addressesOf(people);
const submit = { method: "POST", route: importRoute };

/** Ends every lease on batches, as if their workers had been silent for too long. */
async function expireLeases(): Promise<void> {
  await pool().query(
    "UPDATE run_batch SET lease_until = clock_timestamp() - interval '1 second' WHERE lease_until IS NOT NULL",
  );
}

async function untilAsked(times: number): Promise<void> {
  while (importsAsked(klaviyo()).length < times) await sleep(5);
}

const write = { rateClass: "POST /api/profile-bulk-import-jobs", isWrite: true, namesPeople: true };

describe("A batch whose worker fell silent", () => {
  it.for([
    ["after Klaviyo took it", "after", 202, 2],
    ["before Klaviyo took it", "before", 202, 3],
    ["and then hears an error", "before", 500, 3],
    ["and then hears that rows are refused", "before", 400, 3],
  ] as const)(
    "(%s) goes to another worker; what the first one hears later changes nothing (F4)",
    async ([, when, status, imports], { administrator }) => {
      const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
      const exportId = await savedExport(administrator, form);
      klaviyo().control.keepBodies(true);
      const match = { ...submit, nth: 1 };
      klaviyo().control.addFault({ match, do: { kind: "delay", ms: 1_500, when } });
      if (status === 500) klaviyo().control.addFault({ match, do: { kind: "answer", status } });
      if (status === 400) klaviyo().control.addFault({ match, do: { kind: "rejectRows", rows: [0] } });
      // Both are this process here: were it taken for dead, the batch would be done beside no other, and wait for it.
      onTestFinished(await announcePresence());
      const runId = await pressRun(administrator, exportId);
      await planRun(runId);
      const zombie = doBatch();
      await untilAsked(1);
      if (when === "after") while (!importsAsked(klaviyo())[0]?.committed) await sleep(5);
      await expireLeases();
      await sweepRuns();
      expect((await readRun(runId)).batches[0]).toMatchObject({ state: "pending", epoch: 2 });
      const run = checkBooks(await hurry(runId));
      const settled = (await readRun(runId)).batches;
      await zombie;
      expect((await readRun(runId)).batches).toEqual(settled);
      expect(run.status).toBe("successful");
      expect(told(run.result)).toEqual({ added: 4 });
      expect(importsAsked(klaviyo())).toHaveLength(imports);
      expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
      expect(await logOf(runId)).toContain("taken_over");
    },
  );

  it("keeps it for as long as the settings let its request take, and a little longer", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({ match: { ...submit, nth: 1 }, do: { kind: "delay", ms: 300 } });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    const working = doBatch();
    await untilAsked(1);
    const [batch] = (await readRun(runId)).batches;
    await working;
    // 10 s to connect, twice 20 s for the whole answer, 5 s besides.
    const seconds = ((batch?.leaseUntil?.getTime() ?? 0) - (batch?.sentAt?.getTime() ?? 0)) / 1000;
    expect(seconds).toBeGreaterThan(54);
    expect(seconds).toBeLessThan(56);
  });

  it("right before its first byte sends nothing when it wakes up", async ({ administrator }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people: manyPeople(2) });
    const exportId = await savedExport(administrator, form);
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await endWaits(runId);
    await pool().query("INSERT INTO run_data.rate_bucket (bucket) VALUES ($1)", [
      "klaviyo AcmeAc keys POST /api/profile-bulk-import-jobs",
    ]);
    await using slots = await holdLock("SELECT 1 FROM run_data.rate_bucket FOR UPDATE");
    const zombie = doBatch();
    await slots.untilBlocked();
    await expireLeases();
    await sweepRuns();
    const other = await claimBatch(crypto.randomUUID());
    expect(other).toMatchObject({ no: 1, epoch: 3 });
    await slots.release();
    await zombie;
    expect(importsAsked(klaviyo())).toEqual([]);
    expect((await readRun(runId)).batches[0]).toMatchObject({ state: "submitting", epoch: 3 });
    await expireLeases();
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("successful");
    expect(importsAsked(klaviyo())).toHaveLength(1);
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(manyPeople(2)));
  });

  it("is refused by the fence and by every move once its lease is over", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(2) });
    const runId = await pressRun(administrator, await savedExport(administrator, form));
    await planRun(runId);
    const batch = await claimBatch(crypto.randomUUID());
    if (!batch) throw new Error("There is no batch.");
    await expireLeases();
    await expect(passFence(batch, write, 1_000)).rejects.toThrow(BatchSuperseded);
    await sweepRuns();
    const again = await claimBatch(crypto.randomUUID());
    if (!again) throw new Error("There is no batch.");
    await expect(passFence(batch, write, 1_000)).rejects.toThrow(BatchSuperseded);
    for (const state of ["awaiting", "pending", "done", "failed", "canceled"] as const)
      await expect(moveBatch(pool(), batch, state)).rejects.toThrow(BatchSuperseded);
    await passFence(again, write, 1_000);
    const [row] = (await readRun(runId)).batches;
    expect((row?.leaseUntil?.getTime() ?? 0) - Date.now()).toBeGreaterThan(1_000);
  });

  it("is never held by two of eight workers at once, and every batch by one", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(12) });
    const runId = await pressRun(administrator, await savedExport(administrator, form));
    await planRun(runId);
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimBatch(crypto.randomUUID())));
    const numbers = claims.flatMap((claim) => claim?.no ?? []);
    expect([...numbers].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe("A planner that fell silent", () => {
  it("writes nothing when another has planned the run meanwhile", async ({ administrator }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const runId = await pressRun(administrator, exportId);
    const ledger = (await readRun(runId)).ledgerId;
    await using lock = await holdLock(`SELECT 1 FROM ledger WHERE id = ${ledger} FOR UPDATE`);
    const zombie = planRun(runId);
    await lock.untilBlocked();
    await pool().query("UPDATE run SET lease_until = clock_timestamp() - interval '1 second'");
    const other = planRun(runId);
    await lock.untilBlocked(2);
    await lock.release();
    await Promise.all([zombie, other]);
    const { rows } = await pool().query("SELECT count(*)::int AS items FROM run_data.item");
    expect(rows).toEqual([{ items: 4 }]);
    expect((await logOf(runId)).filter((code) => code === "planned")).toHaveLength(1);
    const run = checkBooks(await hurry(runId));
    expect(told(run.result)).toEqual({ added: 4 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
  });
});

describe("Whoever asks after imports", () => {
  it("is alone in it, and is replaced when they fall silent", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(2) });
    const runId = await pressRun(administrator, await savedExport(administrator, form));
    await planRun(runId);
    await doBatch();
    await pool().query("UPDATE run SET poll_lease_until = clock_timestamp() + interval '1 minute'");
    klaviyo().control.clearLog();
    await confirmRun(runId);
    expect(klaviyo().control.log()).toEqual([]);
    await pool().query("UPDATE run SET poll_lease_until = clock_timestamp() - interval '1 second'");
    await sweepRuns();
    expect(checkBooks(await hurry(runId)).status).toBe("successful");
  });
});

describe("A batch that takes its worker with it each time", () => {
  it("is put aside after three, and the others go on (F6)", async ({ administrator }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people: manyPeople(6) });
    const exportId = await savedExport(administrator, form);
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    for (let death = 0; death < 3; death++) {
      await claimBatch(randomUUID());
      await pool().query(
        "UPDATE run_batch SET lease_until = now() - interval '1 s' WHERE run_id = $1 AND no = 1",
        [runId],
      );
      await sweepRuns();
    }
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("completed_with_warnings");
    expect(run.batches.map(({ state }) => state)).toEqual(["failed", "done", "done"]);
    expect(told(run.result)).toEqual({ added: 4, not_sent: 2 });
    expect(await logOf(runId)).toContain("batch_parked");
    expect(onList(klaviyo(), lists.newsletter)).toHaveLength(4);
  });

  it("is done beside no other: who was held when a worker died is not held with it again", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people: manyPeople(6) });
    const exportId = await savedExport(administrator, form);
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    const dead = randomUUID();
    await claimBatch(dead);
    await claimBatch(dead);
    await expireLeases();
    await sweepRuns();
    klaviyo().control.addFault({ match: submit, do: { kind: "delay", ms: 300 } });
    let together = 0;
    const watched = setInterval(async () => {
      const { batches } = await readRun(runId);
      const held = batches.filter(({ state }) => state === "submitting");
      if (held.some(({ takenOver }) => takenOver > 0)) together = Math.max(together, held.length);
    }, 20);
    await Promise.all([doBatch(), doBatch(), doBatch()]);
    clearInterval(watched);
    expect(together).toBe(1);
    expect(checkBooks(await hurry(runId)).status).toBe("successful");
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(manyPeople(6)));
  });
});

describe("An error nobody foresaw that comes each time", () => {
  async function refuse(table: string, when: string): Promise<void> {
    await pool().query(`CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'nobody foresaw this'; END $$`);
    await pool().query(`CREATE TRIGGER refuse BEFORE INSERT ON ${table} FOR EACH ROW WHEN (${when})
      EXECUTE FUNCTION refuse()`);
  }

  it("while a batch is encoded gives that batch up in the end, and the others go on", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const runId = await pressRun(administrator, await savedExport(administrator, form));
    await planRun(runId);
    await refuse("run_data.batch_body", "NEW.no = 1");
    await expect(doBatch()).rejects.toThrow("nobody foresaw this");
    expect((await readRun(runId)).batches[0]).toMatchObject({ state: "pending", failures: 1 });
    await pool().query("UPDATE run_batch SET failures = 199, not_before = NULL WHERE no = 1");
    await expect(doBatch()).rejects.toThrow("nobody foresaw this");
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("completed_with_warnings");
    expect(told(run.result)).toEqual({ added: 2, not_sent: 2 });
    expect(await logOf(runId)).toContain("batch_gave_up");
  });

  it("while a run is planned is tried again ever later, and fails the run in the end", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const runId = await pressRun(administrator, await savedExport(administrator, form));
    await refuse("run_batch", "true");
    const begunAt = Date.now();
    await expect(planRun(runId)).rejects.toThrow("nobody foresaw this");
    const { leaseUntil } = await readRun(runId);
    expect((leaseUntil?.getTime() ?? 0) - begunAt).toBeGreaterThan(500);
    // However slow the machine is, it is not over yet.
    await pool().query("UPDATE run SET lease_until = lease_until + interval '1 minute'");
    await planRun(runId);
    expect((await readRun(runId)).planFailures).toBe(1);
    await pool().query("UPDATE run SET plan_failures = 49, lease_until = now() - interval '1 second'");
    await expect(planRun(runId)).rejects.toThrow("nobody foresaw this");
    const run = await readRun(runId);
    expect(run).toMatchObject({ status: "failed", problemCode: "unforeseen" });
    expect(run.settledAt).not.toBeNull();
    expect(onList(klaviyo(), lists.newsletter)).toEqual([]);
  });
});
