import { describe, expect } from "vitest";
import { markAttention } from "@/lib/connections/mark-attention";
import { pool, prisma } from "@/lib/db";
import { cancelRun } from "@/lib/runs/cancel-run";
import { confirmRun } from "@/lib/runs/confirm/confirm-run";
import { sweepRuns } from "@/lib/runs/sweep-runs";
import { resumeRun } from "@/lib/runs/wait-run";
import { acme } from "../support/connections";
import { prepareExports, savedExport } from "../support/exports";
import {
  type RunRow,
  addressesOf,
  checkBooks,
  hurry,
  hurryToEnd,
  importRoute,
  logOf,
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

const people = manyPeople(6, () => ({ orders: 1 }));
const tooMany = { kind: "answer" as const, status: 429, headers: { "Retry-After": "7200" } };

/** A run of six that has sent two of them and waits for two hours. */
async function waitingRun(given: Awaited<ReturnType<typeof prepareExports>>, exportId: string, actor: Actor) {
  klaviyo().control.addFault({
    match: { method: "POST", route: importRoute, fromNth: 2 },
    do: tooMany,
  });
  const runId = await pressRun(actor, exportId);
  const isAsleep = (run: RunRow) =>
    run.status === "waiting" && run.batches.every(({ state }) => state === "done" || state === "pending");
  const run = await work(runId, isAsleep);
  expect(run.batches.map(({ state }) => state)).toEqual(["done", "pending", "pending"]);
  klaviyo().control.clearFaults();
  return runId;
}

type Actor = Parameters<typeof pressRun>[0];

/** Lets the wait have lasted so many hours, and end now. */
async function wakeAfter(runId: string, hours: number): Promise<void> {
  await pool().query(
    `UPDATE run SET planned_at = planned_at - make_interval(hours => $2), wait_until = now() WHERE id = $1`,
    [runId, hours],
  );
  await pool().query(
    "UPDATE run_batch SET submitted_at = submitted_at - make_interval(hours => $2) WHERE run_id = $1",
    [runId, hours],
  );
}

const enter = (segmentId: string, key: string) =>
  pool().query("INSERT INTO segment_member SELECT $1, id FROM profile WHERE key = $2", [segmentId, key]);
const leave = (segmentId: string, key: string) =>
  pool().query(
    "DELETE FROM segment_member WHERE segment_id = $1 AND profile_id = (SELECT id FROM profile WHERE key = $2)",
    [segmentId, key],
  );
const setAttribute = (key: string, name: string, value: unknown) =>
  pool().query(
    "UPDATE profile SET attributes = attributes || jsonb_build_object($2::text, $3::jsonb) WHERE key = $1",
    [key, name, JSON.stringify(value)],
  );

describe("A run that wakes up after more than an hour", () => {
  it("looks at everybody anew whom it has not sent, and keeps the outcome of the others", async ({
    administrator,
  }) => {
    const given = await prepareExports(klaviyo(), administrator, {
      people: { ...people, p007: { email: "p007@example.com" }, twin: { email: "P001@example.com" } },
    });
    for (const key of ["p007", "twin"]) await leave(given.readers, key);
    const exportId = await savedExport(administrator, { ...given.form, leavers: "remove" });
    const runId = await waitingRun(given, exportId, administrator);

    await leave(given.readers, "p001"); // sent already
    await enter(given.readers, "twin"); // has the address that was sent
    await setAttribute("p002", "email", "other@example.com"); // sent already, under the old address
    await leave(given.readers, "p003");
    await setAttribute("p004", "email", "nonsense");
    await enter(given.readers, "p007");
    await wakeAfter(runId, 2);
    const run = checkBooks(await hurry(runId));

    expect(run.status).toBe("successful");
    expect(await logOf(runId)).toContain("freezes_again");
    // p001, p002 as sent; p005, p006 and p007 now; p003 is no member any more.
    expect(told(run.result)).toEqual({ added: 5, duplicate: 1, invalid_email: 1 });
    expect(run.result.members).toBe(7);
    expect(onList(klaviyo(), given.lists.newsletter)).toEqual(
      ["p001", "p002", "p005", "p006", "p007"].map((key) => `${key}@example.com`),
    );

    const next = await hurryToEnd(administrator, exportId);
    // The twin has other values than p001 had.
    expect(told(next.result)).toEqual({ added: 1, changed: 1, unchanged: 3, invalid_email: 1, removed: 1 });
    expect(onList(klaviyo(), given.lists.newsletter)).toContain("other@example.com");
  });

  it("and finds its connection refused meanwhile is planned, waits, and goes on once that is mended", async ({
    administrator,
  }) => {
    const given = await prepareExports(klaviyo(), administrator, { people });
    const runId = await waitingRun(given, await savedExport(administrator, given.form), administrator);
    const { connectionId } = given;
    await markAttention(prisma(), connectionId, { code: "key_refused" });
    await wakeAfter(runId, 2);
    await resumeRun(runId);
    await confirmRun(runId);
    await work(runId, ({ status, plannedAt }) => status === "waiting" && plannedAt !== null);
    await prisma().connection.update({
      where: { id: connectionId },
      data: { status: "active", attentionCode: null },
    });
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("successful");
    expect(told(run.result)).toEqual({ added: 6 });
    expect(onList(klaviyo(), given.lists.newsletter)).toEqual(addressesOf(people));
  });

  it("does not try again whom it could not take off, nor count them twice", async ({ administrator }) => {
    const given = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, { ...given.form, leavers: "remove" });
    await hurryToEnd(administrator, exportId);
    for (const key of ["p003", "p004", "p005", "p006"]) await leave(given.readers, key);
    const removal = { method: "DELETE", route: "/api/lists/{id}/relationships/profiles" };
    klaviyo().control.addFault({ match: { ...removal, fromNth: 2 }, do: tooMany });
    klaviyo().control.addFault({ match: { ...removal, nth: 1 }, do: { kind: "answer", status: 409 } });
    const runId = await pressRun(administrator, exportId);
    const asleep = await work(runId, ({ status }) => status === "waiting");
    expect(asleep.batches.map(({ state }) => state)).toEqual(["failed", "pending"]);
    klaviyo().control.clearFaults();
    await wakeAfter(runId, 2);
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("completed_with_warnings");
    expect(told(run.result)).toEqual({ unchanged: 2, removed: 2, removal_failed: 2 });
  });

  it("ends before its people are dropped where that is too long, and says so", async ({ administrator }) => {
    const given = await prepareExports(klaviyo(), administrator, { people });
    const runId = await waitingRun(given, await savedExport(administrator, given.form), administrator);
    await pool().query("UPDATE run SET expires_on = current_date + 3 WHERE id = $1", [runId]);
    await sweepRuns();
    expect((await readRun(runId)).status).toBe("waiting");
    await pool().query("UPDATE run SET expires_on = current_date + 2 WHERE id = $1", [runId]);
    await sweepRuns();
    const run = checkBooks(await readRun(runId));
    expect(run).toMatchObject({ status: "failed", problemCode: "waited_too_long" });
    expect(told(run.result)).toEqual({ added: 2, not_sent: 4 });
  });

  it("goes on with what it has planned where the wait was shorter", async ({ administrator }) => {
    const given = await prepareExports(klaviyo(), administrator, { people });
    const runId = await waitingRun(given, await savedExport(administrator, given.form), administrator);
    await leave(given.readers, "p003");
    await wakeAfter(runId, 0);
    const run = checkBooks(await hurry(runId));
    expect(told(run.result)).toEqual({ added: 6 });
    expect(await logOf(runId)).not.toContain("freezes_again");
  });

  it("settles first what may have arrived, and sends nobody twice", async ({ administrator }) => {
    const given = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, given.form);
    const runId = await waitingRun(given, exportId, administrator);
    await pool().query(
      "UPDATE run_batch SET sent_at = now() - interval '2 hours' WHERE run_id = $1 AND no = 2",
      [runId],
    );
    await wakeAfter(runId, 2);
    const run = checkBooks(await hurry(runId));
    expect(told(run.result)).toEqual({ added: 6 });
    expect(run.batches.map(({ no, state }) => [no, state])).toEqual([
      [1, "done"],
      [2, "done"],
      [4, "done"],
    ]);
    expect(klaviyo().control.jobs(acme.id)).toHaveLength(3);
    expect(onList(klaviyo(), given.lists.newsletter)).toEqual(addressesOf(people));
  });

  it("is held where the new numbers are unusual, and adds up when it is canceled then", async ({
    administrator,
  }) => {
    const many = manyPeople(30, () => ({ orders: 1 }));
    const given = await prepareExports(klaviyo(), administrator, { people: many });
    const exportId = await savedExport(administrator, { ...given.form, leavers: "remove" });
    await hurryToEnd(administrator, exportId);
    await pool().query("UPDATE profile SET attributes = attributes || '{\"orders\": 2}' WHERE key <= 'p006'");
    const runId = await waitingRun(given, exportId, administrator);
    await pool().query(
      "DELETE FROM segment_member m USING profile p WHERE p.id = m.profile_id AND p.key > 'p015'",
    );
    await wakeAfter(runId, 2);
    await hurry(runId, ({ status }) => status === "held");
    await cancelRun(administrator, { runId });
    const run = checkBooks(await readRun(runId));
    expect(told(run.result)).toEqual({ changed: 2, not_sent: 4, unchanged: 24 });
    expect(onList(klaviyo(), given.lists.newsletter)).toHaveLength(30);
  });
});
