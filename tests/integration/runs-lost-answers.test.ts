import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { pool } from "@/lib/db";
import { doBatch } from "@/lib/runs/send/do-batch";
import { planRun } from "@/lib/runs/plan/plan-run";
import { acme } from "../support/connections";
import { prepareExports, savedExport } from "../support/exports";
import {
  addressesOf,
  checkBooks,
  endWaits,
  hurry,
  hurryToEnd,
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

process.env.KLAVIYO_ANSWER_SECONDS = "1";
const klaviyo = useQuickKlaviyo();
useSmallBatches(2);

const people = manyPeople(6);
const everybody = addressesOf(people);
const submit = { method: "POST", route: importRoute };

/** Bodies that were sent, by the first address in each: whoever is in one batch is always sent in the same bytes. */
function bodiesByBatch(): Map<string, Set<string>> {
  const bodies = new Map<string, Set<string>>();
  for (const { body = "" } of importsAsked(klaviyo())) {
    const first = /p\d{3}@/.exec(body)?.[0] ?? "";
    bodies.set(first, (bodies.get(first) ?? new Set()).add(body));
  }
  return bodies;
}

function expectSameBytes(): void {
  const bodies = bodiesByBatch();
  expect([...bodies.keys()].sort()).toEqual(["p001@", "p003@", "p005@"]);
  for (const versions of bodies.values()) expect(versions.size).toBe(1);
}

/** Makes the next so many commits of a batch's ticket fail, as if the database or this process had died. */
async function failCommits(times: number): Promise<void> {
  await pool().query("CREATE SEQUENCE IF NOT EXISTS commit_faults");
  await pool().query(`CREATE OR REPLACE FUNCTION refuse_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('commit_faults') <= ${times} THEN RAISE EXCEPTION 'the commit fails'; END IF;
      RETURN NULL;
    END $$`);
  await pool().query(`CREATE OR REPLACE TRIGGER refuse_commit AFTER UPDATE ON run_batch
    FOR EACH ROW WHEN (NEW.state = 'awaiting') EXECUTE FUNCTION refuse_commit()`);
}

async function mendCommits(): Promise<void> {
  await pool().query("DROP TRIGGER refuse_commit ON run_batch");
  await pool().query("DROP SEQUENCE commit_faults");
}

describe("An answer lost after Klaviyo took the import (F2)", () => {
  it.for([1, 2, 3])(
    "at batch %i is found again and adopted: nobody is sent twice",
    async (nth, { administrator }) => {
      const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
      const exportId = await savedExport(administrator, form);
      klaviyo().control.addFault({ match: { ...submit, nth }, do: { kind: "reset", at: "afterCommit" } });
      const run = await hurryToEnd(administrator, exportId);
      expect(run.status).toBe("successful");
      expect(told(run.result)).toEqual({ added: 6 });
      expect(importsAsked(klaviyo())).toHaveLength(3);
      expect(klaviyo().control.jobs(acme.id)).toHaveLength(3);
      expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
      expect(await logOf(run.id)).toEqual(expect.arrayContaining(["answer_lost", "submission_found"]));
    },
  );

  it("at every batch leaves nobody out and doubles nobody; what is sent again is the same to the byte", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.keepBodies(true);
    klaviyo().control.addFault({
      match: { ...submit, nth: [1, 2, 3] },
      do: { kind: "reset", at: "afterCommit" },
    });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    for (let batch = 0; batch < 3; batch++) await doBatch();
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("successful");
    expect(told(run.result)).toEqual({ added: 6 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
    expectSameBytes();
  });

  it("is looked for among imports of the same size that no batch claims; the others are not asked about", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(12) });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({ match: { ...submit, nth: 6 }, do: { kind: "reset", at: "afterCommit" } });
    const run = await hurryToEnd(administrator, exportId);
    expect(run.status).toBe("successful");
    expect(await logOf(run.id)).toContain("submission_found");
    const lists = "/api/profile-bulk-import-jobs/{id}/relationships/lists";
    expect(klaviyo().control.log({ route: lists })).toHaveLength(1);
  });

  it("of one batch is not mistaken for another's of the same size that never arrived", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({ match: { ...submit, nth: 1 }, do: { kind: "silence" } });
    klaviyo().control.addFault({
      match: { ...submit, nth: 2 },
      do: { kind: "reset", at: "afterCommit" },
    });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    for (let batch = 0; batch < 3; batch++) await doBatch();
    const run = checkBooks(await hurry(runId));
    expect(told(run.result)).toEqual({ added: 6 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
  });

  it("of a batch that waits is not mistaken for the next one's that never arrived", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({
      match: { ...submit, nth: 1 },
      do: { kind: "reset", at: "afterCommit" },
    });
    klaviyo().control.addFault({ match: { ...submit, nth: 2 }, do: { kind: "silence" } });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    await pool().query("UPDATE run_batch SET not_before = now() + interval '1 hour' WHERE no = 1");
    await doBatch();
    await pool().query("UPDATE run_batch SET not_before = NULL WHERE no = 2");
    await doBatch();
    expect((await readRun(runId)).batches.map(({ state }) => state)).toEqual([
      "pending",
      "awaiting",
      "pending",
    ]);
    const run = checkBooks(await hurry(runId));
    expect(told(run.result)).toEqual({ added: 6 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
  });
});

describe("A request without an effect", () => {
  it.for([
    ["with its answer", 0],
    ["without an answer yet", 800],
  ] as const)(
    "is not given the submission of a batch that left while it was looked for, %s",
    async ([, answerMs], { administrator }) => {
      const four = manyPeople(4);
      const { form, lists } = await prepareExports(klaviyo(), administrator, { people: four });
      const exportId = await savedExport(administrator, form);
      klaviyo().control.addFault({ match: { ...submit, nth: 1 }, do: { kind: "answer", status: 502 } });
      klaviyo().control.addFault({
        match: { ...submit, nth: 2 },
        do: { kind: "delay", ms: answerMs, when: "after" },
      });
      const runId = await pressRun(administrator, exportId);
      await planRun(runId);
      await doBatch();
      await endWaits(runId);
      const look = { method: "GET", route: importRoute };
      klaviyo().control.addFault({ match: look, count: 1, do: { kind: "delay", ms: 500 } });
      const looking = doBatch();
      await sleep(200);
      await Promise.all([looking, doBatch()]);
      const run = checkBooks(await hurry(runId));
      expect(run.status).toBe("successful");
      expect(told(run.result)).toEqual({ added: 4 });
      expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(four));
      expect(new Set(run.batches.map(({ ticketId }) => ticketId)).size).toBe(2);
    },
  );
});

describe("A commit that fails after Klaviyo's 202 (F2)", () => {
  it.for([1, 3])(
    "%i time(s) in a row: the batch is looked for, and everybody is there once",
    async (times, { administrator }) => {
      const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
      const exportId = await savedExport(administrator, form);
      klaviyo().control.keepBodies(true);
      const runId = await pressRun(administrator, exportId);
      await planRun(runId);
      await failCommits(times);
      for (let failed = 0; failed < times; failed++) {
        await expect(doBatch()).rejects.toThrow("the commit fails");
        expect((await readRun(runId)).batches.map(({ state }) => state)).not.toContain("awaiting");
      }
      await mendCommits();
      const run = checkBooks(await hurry(runId));
      expect(run.status).toBe("successful");
      expect(told(run.result)).toEqual({ added: 6 });
      expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
      expectSameBytes();
      if (times === 1) expect(importsAsked(klaviyo())).toHaveLength(3);
    },
  );

  it("cut off by PostgreSQL at the commit itself leaves the batch to the next one, sent once", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people: manyPeople(2) });
    const exportId = await savedExport(administrator, form);
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await pool().query(`CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$`);
    await pool()
      .query(`CREATE CONSTRAINT TRIGGER cut_off AFTER UPDATE ON run_batch DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.state = 'awaiting') EXECUTE FUNCTION cut_off()`);
    await expect(doBatch()).rejects.toThrow();
    await pool().query("DROP TRIGGER cut_off ON run_batch");
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("successful");
    expect(importsAsked(klaviyo())).toHaveLength(1);
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(manyPeople(2)));
  });

  it("cut off after the commit, unheard: the batch stays accepted and is not sent again", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(2) });
    const exportId = await savedExport(administrator, form);
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    const { query } = (await import("pg")).default.Client.prototype;
    const prototype = (await import("pg")).default.Client.prototype as unknown as Record<string, unknown>;
    let isCut = false;
    prototype.query = async function (this: unknown, ...given: unknown[]) {
      const answer: unknown = await (query as (...all: unknown[]) => unknown).apply(this, given);
      const hasTicket = given[0] === "COMMIT" && !isCut && (await ticketStands(runId));
      if (!hasTicket) return answer;
      isCut = true;
      throw new Error("the connection was cut during COMMIT");
    };
    await doBatch().catch(() => undefined);
    prototype.query = query;
    expect(isCut).toBe(true);
    expect((await readRun(runId)).batches[0]).toMatchObject({ state: "awaiting", submissions: 1 });
    expect(checkBooks(await hurry(runId)).status).toBe("successful");
    expect(importsAsked(klaviyo())).toHaveLength(1);
  });
});

async function ticketStands(runId: string): Promise<boolean> {
  return (await readRun(runId)).batches[0]?.state === "awaiting";
}

describe("A question about imports that is never answered", () => {
  it("keeps the run from being called done for as long as it lasts", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(2) });
    const exportId = await savedExport(administrator, form);
    const fault = klaviyo().control.addFault({
      match: { method: "GET", route: importRoute },
      do: { kind: "answer", status: 200, body: "wrongTypes" },
    });
    const runId = await pressRun(administrator, exportId);
    let rounds = 0;
    const run = await hurry(runId, () => ++rounds === 6);
    expect(run).toMatchObject({ status: "running", phase: "confirm", settledAt: null });
    expect((await logOf(runId)).filter((code) => code === "unreachable")).toHaveLength(1);
    klaviyo().control.removeFault(fault);
    expect(checkBooks(await hurry(runId)).status).toBe("successful");
  });

  it("leaves people unconfirmed when it lasts for hours, and the next run sends them again", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(2) });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({
      match: { method: "GET", route: importRoute },
      do: { kind: "answer", status: 200, body: "wrongTypes" },
    });
    const runId = await pressRun(administrator, exportId);
    await hurry(runId, ({ batches }) => batches[0]?.state === "awaiting");
    await pool().query("UPDATE run_batch SET submitted_at = submitted_at - interval '7 hours'");
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("completed_with_warnings");
    expect(told(run.result)).toEqual({ unconfirmed: 2 });
    expect(await logOf(runId)).toContain("answers_unreadable");
    klaviyo().control.clearFaults();
    expect(told((await hurryToEnd(administrator, exportId)).result)).toEqual({ added: 2 });
  });
});

describe("After an answer was lost", () => {
  it("nothing is sent before the lost one was looked for", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(2) });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({ match: { ...submit, nth: 1 }, do: { kind: "silence", afterCommit: true } });
    const looks = { method: "GET", route: importRoute };
    klaviyo().control.addFault({ match: looks, count: 2, do: { kind: "answer", status: 500 } });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    for (let tries = 0; tries < 3; tries++) {
      await endWaits(runId);
      await doBatch();
      await sleep(20);
    }
    expect(importsAsked(klaviyo())).toHaveLength(1);
    expect(checkBooks(await hurry(runId)).status).toBe("successful");
    expect(importsAsked(klaviyo())).toHaveLength(1);
  });
});
