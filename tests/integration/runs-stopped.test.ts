import { describe, expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { agree } from "@/lib/connections/agree";
import { removeConnection } from "@/lib/connections/remove-connection";
import { withdrawConsent } from "@/lib/connections/withdraw-consent";
import { CONSENT_VERSION } from "@/lib/consent/texts";
import { pool, prisma } from "@/lib/db";
import { detachExports } from "@/lib/exports/detach-exports";
import { removeExports } from "@/lib/exports/remove-exports";
import { cancelRun } from "@/lib/runs/cancel-run";
import { confirmRun } from "@/lib/runs/confirm/confirm-run";
import { doBatch } from "@/lib/runs/send/do-batch";
import { planRun } from "@/lib/runs/plan/plan-run";
import { startRun } from "@/lib/runs/start-run";
import { sweepRuns } from "@/lib/runs/sweep-runs";
import { setTimeout as sleep } from "node:timers/promises";
import { limits } from "@/lib/destinations/klaviyo/limits";
import { agreeTo, asked } from "../support/connections";
import { prepareExports, savedExport } from "../support/exports";
import { holdLock } from "../support/hold-lock";
import { valueOf } from "../support/imports";
import {
  addressesOf,
  checkBooks,
  endWaits,
  hurry,
  hurryToEnd,
  importRoute,
  importsAsked,
  manyPeople,
  onList,
  pressRun,
  readRun,
  told,
  useQuickKlaviyo,
  useSmallBatches,
  work,
} from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();
useSmallBatches(2);

const people = manyPeople(6);

interface Case {
  runId: string;
  exportId: string;
  connectionId: string;
}

/** Does the batch `no` of a run up to the moment before its first byte, says no, and lets it go on. */
async function refuseBeforeSend(runId: string, no: number, sayNo: () => Promise<unknown>): Promise<void> {
  await endWaits(runId);
  await pool().query(
    "INSERT INTO run_data.rate_bucket (bucket) SELECT $1 || m || $2 FROM unnest($3::text[]) m",
    [
      "klaviyo AcmeAc keys ",
      "",
      ["POST /api/profile-bulk-import-jobs", "DELETE /api/lists/{id}/relationships/profiles"],
    ],
  );
  await using slots = await holdLock("SELECT 1 FROM run_data.rate_bucket FOR UPDATE");
  const working = doBatch();
  await slots.untilBlocked();
  await using fence = await holdLock(
    `SELECT 1 FROM run_batch WHERE run_id = '${runId}' AND no = ${no} FOR UPDATE`,
  );
  await slots.release();
  await fence.untilBlocked();
  await sayNo();
  await fence.release();
  await working;
}

const stops: [
  string,
  (actor: UserActor, of: Case) => Promise<unknown>,
  { status: string; problemCode: string | null; outcomes: Record<string, number> },
][] = [
  [
    "a cancel",
    async (actor, { runId }) => valueOf(await cancelRun(actor, { runId })),
    { status: "canceled", problemCode: null, outcomes: { added: 2, not_sent: 4 } },
  ],
  [
    "the consent withdrawn",
    async (actor, { connectionId }) => valueOf(await withdrawConsent(actor, { connectionId })),
    { status: "canceled", problemCode: "consent_withdrawn", outcomes: { added: 2, not_sent: 4 } },
  ],
  [
    "the export detached",
    async (actor, { exportId }) => valueOf(await detachExports(actor, { exportIds: [exportId] })),
    { status: "canceled", problemCode: "connection_detached", outcomes: { added: 2, not_sent: 4 } },
  ],
  [
    "the export removed",
    async (actor, { exportId }) => valueOf(await removeExports(actor, { exportIds: [exportId] })),
    { status: "canceled", problemCode: "export_removed", outcomes: { added: 2, not_sent: 4 } },
  ],
  [
    "the connection removed",
    async (actor, { connectionId, exportId }) =>
      valueOf(await removeConnection(actor, { connectionId, exports: [{ exportId, choice: "detach" }] })),
    { status: "canceled", problemCode: "connection_detached", outcomes: { unconfirmed: 2, not_sent: 4 } },
  ],
];

describe("A no that commits right before the first byte (rule 13, F23)", () => {
  it.for(stops)(
    "(%s) keeps the request back; what was accepted is followed to its end",
    async ([, sayNo, { status, problemCode, outcomes }], { administrator }) => {
      const { form, connectionId, lists } = await prepareExports(klaviyo(), administrator, { people });
      const exportId = await savedExport(administrator, form);
      const runId = await pressRun(administrator, exportId);
      await planRun(runId);
      await doBatch();
      await refuseBeforeSend(runId, 2, () => sayNo(administrator, { runId, exportId, connectionId }));
      expect(importsAsked(klaviyo())).toHaveLength(1);
      const run = checkBooks(await hurry(runId));
      expect(run).toMatchObject({ status, problemCode });
      expect(told(run.result)).toEqual(outcomes);
      expect(importsAsked(klaviyo())).toHaveLength(1);
      expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people).slice(0, 2));
    },
  );

  it("(the export user demoted) lets the run wait, and it goes on once they are administrator again (F24)", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const setRole = (role: "contributor" | "administrator") =>
      prisma().user.update({ where: { id: administrator.id }, data: { role } });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    await refuseBeforeSend(runId, 2, () => setRole("contributor"));
    expect(await readRun(runId)).toMatchObject({ status: "waiting", waitCode: "connection" });
    for (let rounds = 0; rounds < 3; rounds++) {
      await sweepRuns();
      await doBatch();
      await confirmRun(runId);
    }
    expect(importsAsked(klaviyo())).toHaveLength(1);
    await setRole("administrator");
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("successful");
    expect(told(run.result)).toEqual({ added: 6 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people));
  });

  it("keeps a removal back too: who is still on the list is told so", async ({ administrator }) => {
    const { form, lists, readers } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, { ...form, leavers: "remove" });
    await hurryToEnd(administrator, exportId);
    await prisma().$executeRaw`DELETE FROM segment_member WHERE segment_id = ${readers}::uuid
      AND profile_id IN (SELECT id FROM profile WHERE key > 'p002')`;
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    await refuseBeforeSend(runId, 2, async () => valueOf(await cancelRun(administrator, { runId })));
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("canceled");
    expect(told(run.result)).toEqual({ unchanged: 2, removed: 2, removal_failed: 2 });
    expect(asked(klaviyo()).filter((route) => route.startsWith("DELETE"))).toHaveLength(1);
    expect(onList(klaviyo(), lists.newsletter)).toEqual(
      addressesOf(people).filter((address) => !/p00[34]/.test(address)),
    );
  });
});

describe("A no between two look-ups of leavers (rule 3)", () => {
  const lookUps = { method: "GET", route: "/api/profiles" };

  it("keeps the others back: no further address leaves, and nobody is taken off", async ({
    administrator,
  }) => {
    const many = manyPeople(250);
    const { form, lists, readers, connectionId } = await prepareExports(klaviyo(), administrator, {
      people: many,
    });
    Object.assign(limits, { records: 250, removals: 250 });
    await prisma().connection.update({ where: { id: connectionId }, data: { removalPercent: 100 } });
    const exportId = await savedExport(administrator, { ...form, leavers: "remove" });
    await hurryToEnd(administrator, exportId);
    await prisma().$executeRaw`DELETE FROM segment_member WHERE segment_id = ${readers}::uuid
      AND profile_id IN (SELECT id FROM profile WHERE key > 'p001')`;
    klaviyo().control.addFault({ match: lookUps, do: { kind: "delay", ms: 300 } });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    const working = doBatch();
    while (klaviyo().control.log(lookUps).length === 0) await sleep(5);
    valueOf(await withdrawConsent(administrator, { connectionId }));
    await working;
    const run = checkBooks(await hurry(runId));
    expect(run).toMatchObject({ status: "canceled", problemCode: "consent_withdrawn" });
    expect(told(run.result)).toEqual({ unchanged: 1, removal_failed: 249 });
    expect(klaviyo().control.log(lookUps)).toHaveLength(1);
    expect(onList(klaviyo(), lists.newsletter)).toHaveLength(250);
  });

  it("or of people whose import came out short: they are unconfirmed", async ({ administrator }) => {
    const { form, connectionId } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.setJobPlan({ startMs: 0, workMs: 20, loseRows: 1 });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    valueOf(await withdrawConsent(administrator, { connectionId }));
    const run = checkBooks(await hurry(runId));
    expect(told(run.result)).toEqual({ unconfirmed: 2, not_sent: 4 });
    expect(klaviyo().control.log({ route: "/api/lists/{id}/profiles" })).toEqual([]);
  });
});

describe("A no while a request is on its way", () => {
  const answers = [
    ["accepts", null, { added: 2, not_sent: 4 }],
    ["fails without a word of its effect", 500, { unconfirmed: 2, not_sent: 4 }],
    ["asks for a break", 429, { not_sent: 6 }],
    ["finds it too large", 413, { not_sent: 6 }],
    ["refuses the credential once", 401, { not_sent: 6 }],
  ] as const;
  it.for(answers)(
    "that Klaviyo then %s: nothing more leaves, and the run comes to its end",
    async ([, status, outcomes], { administrator }) => {
      const { form } = await prepareExports(klaviyo(), administrator, { people });
      const exportId = await savedExport(administrator, form);
      const match = { method: "POST", route: importRoute, nth: 1 };
      klaviyo().control.addFault({ match, do: { kind: "delay", ms: 300 } });
      if (status !== null)
        klaviyo().control.addFault({ match, do: { kind: "answer", status, retryAfter: 2 } });
      const runId = await pressRun(administrator, exportId);
      await planRun(runId);
      const working = doBatch();
      while (importsAsked(klaviyo()).length === 0) await sleep(5);
      valueOf(await cancelRun(administrator, { runId }));
      await working;
      const run = checkBooks(await hurry(runId));
      expect(run.status).toBe("canceled");
      expect(told(run.result)).toEqual(outcomes);
      expect(importsAsked(klaviyo())).toHaveLength(1);
      klaviyo().control.clearFaults();
      expect((await startRun(administrator, { exportId })).ok).toBe(true);
    },
  );
});

describe("A no before anything was sent", () => {
  it.for(stops)(
    "(%s) ends a queued run without a request",
    async ([, sayNo, { status }], { administrator }) => {
      const { form, connectionId } = await prepareExports(klaviyo(), administrator, { people });
      const exportId = await savedExport(administrator, form);
      const runId = await pressRun(administrator, exportId);
      await sayNo(administrator, { runId, exportId, connectionId });
      const run = checkBooks(await hurry(runId));
      expect(run.status).toBe(status);
      expect(importsAsked(klaviyo())).toEqual([]);
    },
  );

  it.for(stops)(
    "(%s) ends a waiting run without a request",
    async ([, sayNo, { status }], { administrator }) => {
      const { form, connectionId } = await prepareExports(klaviyo(), administrator, { people });
      const exportId = await savedExport(administrator, form);
      klaviyo().control.addFault({
        match: { method: "POST", route: importRoute },
        do: { kind: "answer", status: 429, retryAfter: 60 },
      });
      const runId = await pressRun(administrator, exportId);
      await planRun(runId);
      await doBatch();
      expect((await readRun(runId)).status).toBe("waiting");
      await sayNo(administrator, { runId, exportId, connectionId });
      klaviyo().control.clearFaults();
      const run = checkBooks(await hurry(runId));
      expect(run.status).toBe(status);
      expect(told(run.result)).toEqual({ not_sent: 6 });
      expect(importsAsked(klaviyo())).toHaveLength(1);
    },
  );

  const waits = [
    ["for hours", { kind: "answer", status: 429, headers: { "Retry-After": "67608" } }],
    ["for its connection", { kind: "answer", status: 401 }],
  ] as const;
  it.for(waits)(
    "(the consent withdrawn) ends a run that waits %s within one sweep, also where somebody agrees again at once",
    async ([, fault], { administrator }) => {
      const { form, connectionId } = await prepareExports(klaviyo(), administrator, { people });
      const exportId = await savedExport(administrator, form);
      klaviyo().control.addFault({ match: {}, do: fault });
      const runId = await pressRun(administrator, exportId);
      await planRun(runId);
      await work(runId, ({ status }) => status === "waiting");
      klaviyo().control.clearFaults();
      klaviyo().control.clearLog();
      valueOf(await withdrawConsent(administrator, { connectionId }));
      valueOf(await agreeTo(administrator, connectionId));
      await sweepRuns();
      const run = checkBooks(await readRun(runId));
      expect(run.status).toBe("canceled");
      expect(told(run.result)).toEqual({ not_sent: 6 });
      expect(importsAsked(klaviyo())).toEqual([]);
    },
  );

  it("(the consent withdrawn) is not undone for that run by agreeing again", async ({ administrator }) => {
    const { form, connectionId } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    valueOf(await withdrawConsent(administrator, { connectionId }));
    const run = await hurry(runId);
    valueOf(
      await agree(administrator, { connectionId, isAgreed: true, version: CONSENT_VERSION, language: "en" }),
    );
    await sweepRuns();
    await doBatch();
    expect(run.status).toBe("canceled");
    expect(importsAsked(klaviyo())).toEqual([]);
  });
});
