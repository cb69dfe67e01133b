import { describe, expect, onTestFinished } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool } from "@/lib/db";
import { limits } from "@/lib/destinations/klaviyo/limits";
import { cancelRun } from "@/lib/runs/cancel-run";
import { confirmRun } from "@/lib/runs/confirm/confirm-run";
import { doBatch } from "@/lib/runs/send/do-batch";
import { planRun } from "@/lib/runs/plan/plan-run";
import { acme } from "../support/connections";
import { prepareExports, savedExport } from "../support/exports";
import { valueOf } from "../support/imports";
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
  outcomeRows,
  pressRun,
  readRun,
  told,
  useQuickKlaviyo,
} from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();

const people = manyPeople(10);
const everybody = addressesOf(people);
const submit = { method: "POST", route: importRoute };

/** Makes all that is awaited older than any import takes. */
async function age(runId: string): Promise<void> {
  await pool().query(
    "UPDATE run_batch SET submitted_at = submitted_at - interval '7 hours' WHERE run_id = $1 AND state = 'awaiting'",
    [runId],
  );
}

/** Asks once in a run whose imports never end; the asking itself would go on for longer than a test. */
async function askOnce(runId: string): Promise<void> {
  await endWaits(runId);
  await confirmRun(runId);
}

const misfortunes = [
  ["never begins", "stuckQueued", "job_stuck"],
  ["never ends", "stuckProcessing", "job_stuck"],
  ["is canceled", "cancelled", "job_canceled"],
  ["vanishes", "vanished", "job_missing"],
] as const;

describe("An import that comes to nothing (F13)", () => {
  it.for(misfortunes)(
    "(%s) once is sent again, the same to the byte, and then everybody is there",
    async ([, ending, code], { administrator }) => {
      const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
      const exportId = await savedExport(administrator, form);
      klaviyo().control.keepBodies(true);
      klaviyo().control.addFault({ match: { ...submit, nth: 1 }, do: { kind: "job", fate: { ending } } });
      const runId = await pressRun(administrator, exportId);
      await planRun(runId);
      await doBatch();
      if (code === "job_stuck") await age(runId);
      const run = checkBooks(await hurry(runId));
      expect(run.status).toBe("successful");
      expect(told(run.result)).toEqual({ added: 10 });
      const bodies = importsAsked(klaviyo()).map(({ body }) => body);
      expect(bodies).toHaveLength(2);
      expect(new Set(bodies).size).toBe(1);
      expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
      expect((await logOf(runId)).filter((one) => one === code)).toHaveLength(1);
    },
  );

  it.for(misfortunes)(
    "(%s) twice leaves everybody unconfirmed, never done, and the next run sends them again",
    async ([, ending, code], { administrator }) => {
      const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
      const exportId = await savedExport(administrator, form);
      const fault = klaviyo().control.addFault({ match: submit, do: { kind: "job", fate: { ending } } });
      const runId = await pressRun(administrator, exportId);
      await planRun(runId);
      for (let tries = 0; tries < 2; tries++) {
        await doBatch();
        if (code === "job_stuck") await age(runId);
        await askOnce(runId);
      }
      const run = checkBooks(await hurry(runId));
      expect(run.status).toBe("completed_with_warnings");
      expect(told(run.result)).toEqual({ unconfirmed: 10 });
      expect((await outcomeRows(runId, "unconfirmed")).map(({ identifier }) => identifier)).toEqual(
        everybody,
      );
      expect(importsAsked(klaviyo())).toHaveLength(2);
      expect((await logOf(runId)).filter((one) => one === code)).toHaveLength(2);
      klaviyo().control.removeFault(fault);
      const next = await hurryToEnd(administrator, exportId);
      expect(told(next.result)).toEqual({ added: 10 });
      expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
    },
  );

  it("is not called stuck, nor done, before its time is over", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({ match: submit, do: { kind: "job", fate: { ending: "stuckProcessing" } } });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    await askOnce(runId);
    expect(await readRun(runId)).toMatchObject({ status: "running", phase: "confirm", settledAt: null });
    expect(importsAsked(klaviyo())).toHaveLength(1);
  });

  it("is not sent again after a cancel: its people are unconfirmed and the list is free again", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({ match: submit, do: { kind: "job", fate: { ending: "cancelled" } } });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    valueOf(await cancelRun(administrator, { runId }));
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("canceled");
    expect(told(run.result)).toEqual({ unconfirmed: 10 });
    expect(importsAsked(klaviyo())).toHaveLength(1);
  });

  it("is not sent again when the run failed meanwhile, and the run still comes to its end", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({ match: submit, do: { kind: "job", fate: { ending: "cancelled" } } });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    await pool().query("UPDATE run SET status = 'failed', problem_code = 'list_missing' WHERE id = $1", [
      runId,
    ]);
    const run = checkBooks(await hurry(runId));
    expect(told(run.result)).toEqual({ unconfirmed: 10 });
    expect(importsAsked(klaviyo())).toHaveLength(1);
  });
});

describe("Errors of an import (F14)", () => {
  it("2,500 over 25 pages are 2,500 rejected people with code and detail", async ({ administrator }) => {
    const many = manyPeople(3_000);
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people: many });
    const exportId = await savedExport(administrator, form);
    const failRows = { count: 2_500, code: "invalid", detail: "Invalid input" };
    klaviyo().control.addFault({ match: submit, do: { kind: "job", fate: { failRows } } });
    const run = await hurryToEnd(administrator, exportId);
    expect(run.status).toBe("completed_with_warnings");
    expect(told(run.result)).toEqual({ added: 500, rejected: 2_500 });
    const rejected = await outcomeRows(run.id, "rejected");
    expect(rejected).toHaveLength(2_500);
    for (const row of rejected) expect(row).toMatchObject({ code: "invalid", detail: "Invalid input" });
    const listed = onList(klaviyo(), lists.newsletter);
    const missing = addressesOf(many).filter((address) => !listed.includes(address));
    expect(rejected.map(({ identifier }) => identifier)).toEqual(missing);
    const pages = klaviyo().control.log({ route: "/api/profile-bulk-import-jobs/{id}/import-errors" });
    expect(pages).toHaveLength(25);
  });

  it("that name nobody we know do not make people added who are not on the list", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.setJobPlan({ failRows: { count: 3 } });
    klaviyo().control.addFault({
      match: { path: "import-errors" },
      do: {
        kind: "rewrite",
        set: {
          "data.0.attributes.original_payload": null,
          "data.1.attributes.original_payload": { email: "somebody@else.example.com" },
        },
      },
    });
    const run = await hurryToEnd(administrator, exportId);
    expect(told(run.result)).toEqual({ added: 7, rejected: 1, unconfirmed: 2 });
    const listed = onList(klaviyo(), lists.newsletter);
    for (const { identifier } of await outcomeRows(run.id, "unconfirmed"))
      expect(listed).not.toContain(identifier);
    expect(listed).toHaveLength(7);
  });
});

describe("An import that comes out short (F15)", () => {
  it.for([
    ["does not count the failed as completed", false],
    ["counts the failed as completed", true],
  ] as const)(
    "(%s) makes exactly those unconfirmed who are not on the list, and the next run sends them",
    async ([, completedCountIncludesFailed], { administrator }) => {
      const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
      const exportId = await savedExport(administrator, form);
      klaviyo().control.setSwitches({ completedCountIncludesFailed });
      klaviyo().control.setJobPlan({ failRows: { count: 1 }, loseRows: 3 });
      const run = await hurryToEnd(administrator, exportId);
      expect(run.status).toBe("completed_with_warnings");
      expect(told(run.result)).toEqual({ added: 6, rejected: 1, unconfirmed: 3 });
      const listed = onList(klaviyo(), lists.newsletter);
      expect(listed).toHaveLength(6);
      const told3 = await outcomeRows(run.id, "unconfirmed");
      const rejected = await outcomeRows(run.id, "rejected");
      const left = [...told3, ...rejected].map(({ identifier }) => identifier ?? "");
      expect([...left, ...listed].sort()).toEqual(everybody);
      klaviyo().control.setJobPlan({ failRows: null, loseRows: 0 });
      const next = await hurryToEnd(administrator, exportId);
      expect(told(next.result)).toEqual({ added: 4, unchanged: 6 });
      expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
    },
  );

  it("without a single failure is not successful either", async ({ administrator }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.setJobPlan({ loseRows: 1 });
    const run = await hurryToEnd(administrator, exportId);
    expect(run.status).toBe("completed_with_warnings");
    expect(told(run.result)).toEqual({ added: 9, unconfirmed: 1 });
    const [{ identifier } = { identifier: null }] = await outcomeRows(run.id, "unconfirmed");
    expect(onList(klaviyo(), lists.newsletter)).toEqual(
      everybody.filter((address) => address !== identifier),
    );
    expect(klaviyo().control.jobs(acme.id)).toHaveLength(1);
  });
});

/** Gives everybody another first name, as a day's data does. */
async function renameAll(): Promise<void> {
  await pool().query(`UPDATE profile SET attributes = attributes || '{"first_name":"Zoé"}'`);
}

/** First names at Klaviyo. */
function firstNames(): Set<unknown> {
  return new Set([...klaviyo().control.profiles(acme.id)].map(({ first_name }) => first_name));
}

describe("An import that comes out short, of people who were on the list before (F15)", () => {
  it.for([
    ["counts nothing of one", { loseRows: 1 }, {}],
    [
      "rejects one without saying whom",
      { failRows: { count: 1 } },
      { "data.0.attributes.original_payload": null },
    ],
  ] as const)(
    "(%s) proves nothing by who is there: nobody is called changed, and the next run sends all of them",
    async ([, plan, set], { administrator }) => {
      const { form } = await prepareExports(klaviyo(), administrator, { people });
      const exportId = await savedExport(administrator, form);
      await hurryToEnd(administrator, exportId);
      await renameAll();
      klaviyo().control.setJobPlan(plan);
      klaviyo().control.addFault({ match: { path: "import-errors" }, do: { kind: "rewrite", set } });
      const run = await hurryToEnd(administrator, exportId);
      expect(run.status).toBe("completed_with_warnings");
      expect(told(run.result)).toEqual({ unconfirmed: 10 });
      klaviyo().control.setJobPlan({ failRows: null, loseRows: 0 });
      expect(told((await hurryToEnd(administrator, exportId)).result)).toEqual({ added: 10 });
      expect(firstNames()).toEqual(new Set(["Zoé"]));
    },
  );

  it("calls nobody added either whom another export had put there", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    await hurryToEnd(administrator, await savedExport(administrator, form));
    await renameAll();
    const otherId = await savedExport(administrator, { ...form, name: "Another export" });
    klaviyo().control.setJobPlan({ loseRows: 1 });
    const run = await hurryToEnd(administrator, otherId);
    expect(run.status).toBe("completed_with_warnings");
    expect(told(run.result)).toEqual({ unconfirmed: 10 });
  });
});

describe("What an unconfirmed run may have brought about", () => {
  const withPlan = { fields: [], properties: [{ name: "Plan", field: "note" }] };
  const two = manyPeople(2);

  /** Each profile's property `Plan` at Klaviyo. */
  const plans = () => [...klaviyo().control.profiles(acme.id)].map(({ properties }) => properties["Plan"]);
  const setNote = (note: string | null) =>
    pool().query(
      `UPDATE profile SET attributes = CASE WHEN $1::text IS NULL THEN attributes - 'note'
         ELSE attributes || jsonb_build_object('note', $1::text) END`,
      [note],
    );

  /** A run whose answers about imports cannot be read until everybody is unconfirmed. */
  async function runUnread(administrator: UserActor, exportId: string): Promise<void> {
    const fault = klaviyo().control.addFault({
      match: { method: "GET", route: importRoute },
      do: { kind: "answer", status: 200, body: "wrongTypes" },
    });
    const runId = await pressRun(administrator, exportId);
    await hurry(runId, ({ batches }) => batches[0]?.state === "awaiting");
    await age(runId);
    expect(told(checkBooks(await hurry(runId)).result)).toEqual({ unconfirmed: 2 });
    klaviyo().control.removeFault(fault);
  }

  it("is taken back where the attribute that was sent has emptied since", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: two });
    const exportId = await savedExport(administrator, { ...form, mapping: withPlan });
    await setNote("gold");
    await runUnread(administrator, exportId);
    expect(plans()).toEqual(["gold", "gold"]);
    await setNote(null);
    expect(told((await hurryToEnd(administrator, exportId)).result)).toEqual({ added: 2 });
    expect(plans()).toEqual([undefined, undefined]);
  });

  it("is not relied on: an attribute it may not have taken away is taken away again", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: two });
    const exportId = await savedExport(administrator, { ...form, mapping: withPlan });
    await setNote("gold");
    await hurryToEnd(administrator, exportId);
    await setNote(null);
    klaviyo().control.setJobPlan({ loseRows: 2 });
    await runUnread(administrator, exportId);
    expect(plans()).toEqual(["gold", "gold"]);
    klaviyo().control.setJobPlan({ loseRows: 0 });
    expect(told((await hurryToEnd(administrator, exportId)).result)).toEqual({ added: 2 });
    expect(plans()).toEqual([undefined, undefined]);
  });
});

describe("Answers about one import that Klaviyo no longer has", () => {
  const errors = { path: "import-errors" };
  const gone = { kind: "answer", status: 404, code: "not_found", detail: "Not found." } as const;

  it("keep no other import from being settled, and leave people unconfirmed after hours", async ({
    administrator,
  }) => {
    limits.records = 5;
    onTestFinished(() => void (limits.records = 10_000));
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const fate = { failRows: { count: 1 } };
    klaviyo().control.addFault({ match: { ...submit, nth: 1 }, do: { kind: "job", fate } });
    klaviyo().control.addFault({ match: errors, do: gone });
    const runId = await pressRun(administrator, exportId);
    await hurry(runId, ({ batches }) => batches[1]?.state === "done");
    expect((await readRun(runId)).batches[0]?.state).toBe("awaiting");
    await age(runId);
    const run = checkBooks(await hurry(runId));
    expect(told(run.result)).toEqual({ added: 5, unconfirmed: 5 });
    expect(await logOf(runId)).toContain("answers_unreadable");
  });
});
