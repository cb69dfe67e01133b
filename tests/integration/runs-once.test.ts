import { describe, expect } from "vitest";
import { prisma } from "@/lib/db";
import { cancelRun } from "@/lib/runs/cancel-run";
import { doBatch } from "@/lib/runs/send/do-batch";
import { planRun } from "@/lib/runs/plan/plan-run";
import { startRun } from "@/lib/runs/start-run";
import { prepareExports, savedExport } from "../support/exports";
import { valueOf } from "../support/imports";
import {
  checkBooks,
  hurry,
  hurryToEnd,
  importRoute,
  importsAsked,
  manyPeople,
  pressRun,
  told,
  useQuickKlaviyo,
} from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();
const people = manyPeople(4);

describe("Run pressed", () => {
  it("20 times at once by two people makes one run, and all get it (F25)", async ({
    administrator,
    contributor,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const presses = Array.from({ length: 20 }, (_, index) =>
      startRun(index % 2 === 0 ? administrator : contributor, { exportId }),
    );
    const answers = (await Promise.all(presses)).map(valueOf);
    expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1);
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await prisma().run.count()).toBe(1);
    expect(await prisma().auditEvent.count({ where: { action: "run.start" } })).toBe(1);
    const run = checkBooks(await hurry(answers[0]?.runId ?? ""));
    expect(told(run.result)).toEqual({ added: 4 });
    expect(importsAsked(klaviyo())).toHaveLength(1);
  });

  it("while the run is under way answers that run, and after its end makes another", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    expect(valueOf(await startRun(administrator, { exportId }))).toEqual({ runId, isNew: false });
    await hurry(runId);
    expect(valueOf(await startRun(administrator, { exportId })).isNew).toBe(true);
  });

  it("on another export of the same list is refused by the name of the one that runs", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const otherId = await savedExport(administrator, { ...form, name: "Other" });
    const elsewhereId = await savedExport(administrator, { ...form, name: "VIP", listId: lists.vip });
    const runId = await pressRun(administrator, exportId);
    expect(await startRun(administrator, { exportId: otherId })).toMatchObject({
      ok: false,
      code: "list_busy",
      params: { export: "Readers to Klaviyo" },
    });
    expect((await startRun(administrator, { exportId: elsewhereId })).ok).toBe(true);
    await hurry(runId);
    expect((await startRun(administrator, { exportId: otherId })).ok).toBe(true);
  });

  it("by two exports of one list at the same moment starts one of them", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const ids = [
      await savedExport(administrator, form),
      await savedExport(administrator, { ...form, name: "Other" }),
    ];
    const answers = await Promise.all(ids.map((exportId) => startRun(administrator, { exportId })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ code: "list_busy" });
  });

  it("after a cancel is refused while imports are open, and allowed once they are settled", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const otherId = await savedExport(administrator, { ...form, name: "Other" });
    klaviyo().control.addFault({
      match: { method: "POST", route: importRoute, nth: 1 },
      do: { kind: "job", fate: { startMs: 0, workMs: 1_000 } },
    });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    valueOf(await cancelRun(administrator, { runId }));
    expect(await startRun(administrator, { exportId })).toMatchObject({
      ok: false,
      code: "list_settling",
      params: { list: "Newsletter" },
    });
    expect((await startRun(administrator, { exportId: otherId })).ok).toBe(false);
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("canceled");
    expect(told(run.result)).toEqual({ added: 4 });
    expect(told((await hurryToEnd(administrator, exportId)).result)).toEqual({ unchanged: 4 });
  });
});
