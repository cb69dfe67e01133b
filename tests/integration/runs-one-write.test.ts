import { describe, expect } from "vitest";
import { cancelRun } from "@/lib/runs/cancel-run";
import { planRun } from "@/lib/runs/plan/plan-run";
import { doBatch } from "@/lib/runs/send/do-batch";
import { setTimeout as sleep } from "node:timers/promises";
import { prepareExports, savedExport } from "../support/exports";
import { valueOf } from "../support/imports";
import {
  addressesOf,
  checkBooks,
  hurry,
  importRoute,
  importsAsked,
  manyPeople,
  onList,
  pressRun,
  readRun,
  told,
  useQuickKlaviyo,
  useSmallBatches,
} from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();
useSmallBatches(2);

const people = manyPeople(6);
const writes = { method: "POST", route: importRoute };

describe("A worker that does two batches at once", () => {
  it("has one request on its way at a time: after a no there is one that stands (rule 13)", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({ match: writes, do: { kind: "delay", ms: 800 } });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    const working = Promise.all([doBatch(), doBatch()]);
    while (importsAsked(klaviyo()).length === 0) await sleep(5);
    // Time enough for the other one to come as far as it may: its bytes are stored.
    await sleep(400);
    expect((await readRun(runId)).batches.filter(({ state }) => state === "submitting")).toHaveLength(2);
    valueOf(await cancelRun(administrator, { runId }));
    await working;
    const run = checkBooks(await hurry(runId));
    expect(importsAsked(klaviyo())).toHaveLength(1);
    expect(told(run.result)).toEqual({ added: 2, not_sent: 4 });
    expect(onList(klaviyo(), lists.newsletter)).toHaveLength(2);
  });

  it("encodes one while the other is on its way, and sends it right after the answer", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({ match: writes, do: { kind: "delay", ms: 500 } });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await Promise.all([doBatch(), doBatch()]);
    const [first, second] = importsAsked(klaviyo());
    const pauseMs = (second?.wallMs ?? 0) - ((first?.wallMs ?? 0) + (first?.durationMs ?? 0));
    expect(pauseMs).toBeGreaterThanOrEqual(-5);
    expect(pauseMs).toBeLessThan(500);
  });

  it("gives the second batch back where the first one's answer takes long, and nobody is lost", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({ match: { ...writes, nth: 1 }, do: { kind: "delay", ms: 22_000 } });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    const working = [doBatch(), doBatch()];
    await Promise.race(working);
    const { batches } = await readRun(runId);
    expect(batches.map(({ state }) => state).sort()).toEqual(["pending", "pending", "submitting"]);
    expect(
      batches.every(({ failures, sentAt, state }) => state !== "pending" || (failures === 0 && !sentAt)),
    ).toBe(true);
    await Promise.all(working);
    expect(checkBooks(await hurry(runId)).status).toBe("successful");
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people));
  }, 60_000);
});
