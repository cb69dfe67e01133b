import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { makePlan, planExport } from "@/lib/runs/plan-export";
import { resyncFully, retryFailed } from "@/lib/runs/start-run";
import { acme } from "../support/connections";
import { prepareExports, savedExport } from "../support/exports";
import { valueOf } from "../support/imports";
import { onList, runToEnd, told, useQuickKlaviyo, work } from "../support/runs";
import { resultSchema } from "@/lib/runs/counts";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();

const people = {
  c1: { email: "anna@example.com", first_name: "Anna" },
  c2: { email: "bela@example.com", first_name: "Béla" },
  c3: { email: "cili@example.com", first_name: "Cili" },
  c4: { email: "broken" },
  c5: { email: "ANNA@example.com" },
};

async function prepare(administrator: Parameters<typeof savedExport>[0]) {
  const prepared = await prepareExports(klaviyo(), administrator, { people });
  const exportId = await savedExport(administrator, { ...prepared.form, leavers: "remove" });
  return { ...prepared, exportId };
}

describe("A full resync", () => {
  it("puts back whom somebody took off by hand, which a usual run does not see", async ({
    administrator,
  }) => {
    const { exportId, lists } = await prepare(administrator);
    await runToEnd(administrator, exportId);
    klaviyo().control.eraseProfile(acme.id, "bela@example.com");
    expect(told((await runToEnd(administrator, exportId)).result)).toMatchObject({ unchanged: 3 });
    expect(onList(klaviyo(), lists.newsletter)).not.toContain("bela@example.com");
    const { runId } = valueOf(await resyncFully(administrator, { exportId }));
    const run = await work(runId);
    expect(told(resultSchema.parse(run.result))).toEqual({ changed: 3, invalid_email: 1, duplicate: 1 });
    expect(onList(klaviyo(), lists.newsletter)).toContain("bela@example.com");
  });
});

describe("Retry failed only", () => {
  it("sends those who were rejected as they are now, and nobody else", async ({ administrator }) => {
    const { exportId, lists } = await prepare(administrator);
    klaviyo().control.addFault({
      match: { method: "POST", route: "/api/profile-bulk-import-jobs" },
      count: 1,
      do: { kind: "rejectRows", rows: [1] },
    });
    const first = await runToEnd(administrator, exportId);
    expect(told(first.result)).toMatchObject({ added: 2, rejected: 1 });
    await pool().query(
      `UPDATE profile SET attributes = attributes || '{"first_name":"Anita"}' WHERE key = 'c1'`,
    );
    const { runId } = valueOf(await retryFailed(administrator, { runId: first.id }));
    const retry = await work(runId);
    expect(told(resultSchema.parse(retry.result))).toEqual({ added: 1 });
    expect(retry.retryOfId).toBe(first.id);
    expect(onList(klaviyo(), lists.newsletter)).toHaveLength(3);
    const anna = [...klaviyo().control.members(acme.id, lists.newsletter)].find(
      ({ email }) => email === "anna@example.com",
    );
    expect(anna?.first_name).toBe("Anna");
  });

  it("sends those whom a full resync could not, although nothing changed about them", async ({
    administrator,
  }) => {
    const { exportId } = await prepare(administrator);
    await runToEnd(administrator, exportId);
    klaviyo().control.addFault({
      match: { method: "POST", route: "/api/profile-bulk-import-jobs" },
      count: 1,
      do: { kind: "rejectRows", rows: [1] },
    });
    const resync = await work(valueOf(await resyncFully(administrator, { exportId })).runId);
    expect(told(resultSchema.parse(resync.result))).toMatchObject({ changed: 2, rejected: 1 });
    const { runId } = valueOf(await retryFailed(administrator, { runId: resync.id }));
    expect(told(resultSchema.parse((await work(runId)).result))).toEqual({ changed: 1 });
  });

  it("is refused where nobody failed", async ({ administrator }) => {
    const { exportId } = await prepare(administrator);
    const run = await runToEnd(administrator, exportId);
    expect(await retryFailed(administrator, { runId: run.id })).toMatchObject({
      ok: false,
      code: "nobody_failed",
    });
  });
});

describe("A plan", () => {
  it("tells what the next run then does, and sends nothing", async ({ administrator }) => {
    const { exportId, readers } = await prepare(administrator);
    await runToEnd(administrator, exportId);
    await pool().query(
      `UPDATE profile SET attributes = attributes || '{"first_name":"Bea"}' WHERE key = 'c2'`,
    );
    await pool().query(
      "DELETE FROM segment_member WHERE segment_id = $1 AND profile_id = (SELECT id FROM profile WHERE key = 'c3')",
      [readers],
    );
    klaviyo().control.clearLog();
    const { planId } = valueOf(await planExport(administrator, { exportId }));
    expect(valueOf(await planExport(administrator, { exportId })).planId).toBe(planId);
    await makePlan(planId);
    const plan = await prisma().exportPlan.findUniqueOrThrow({ where: { id: planId } });
    expect(plan).toMatchObject({
      status: "ready",
      counts: { members: 4, add: 0, change: 1, unchanged: 1, invalidEmail: 1, duplicate: 1, remove: 1 },
      calls: 4,
      seconds: 0,
    });
    expect(klaviyo().control.log()).toEqual([]);
    const run = await runToEnd(administrator, exportId);
    expect(told(run.result)).toEqual({
      changed: 1,
      unchanged: 1,
      invalid_email: 1,
      duplicate: 1,
      removed: 1,
    });
    const { counts, calls, seconds } = plan;
    expect(run.plan).toEqual({ ...(counts as object), imports: 1, calls, seconds });
    expect(run.requests).toBe(klaviyo().control.log().length);
  });
});
