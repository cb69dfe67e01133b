import { beforeAll, describe, expect } from "vitest";
import { planRun } from "@/lib/runs/plan/plan-run";
import { prisma } from "@/lib/db";
import { findKeyProblem } from "@/lib/privacy/queries";
import { requestErasure } from "@/lib/privacy/request-erasure";
import { startRun } from "@/lib/runs/start-run";
import { addRun, prepareExports, savedExport } from "../support/exports";
import { useQuickKlaviyo } from "../support/runs";
import { it } from "../support/workspace";

// Before anything reads the settings, which a process reads once.
beforeAll(() => void delete process.env.FERRY_TOMBSTONE_KEY);
const klaviyo = useQuickKlaviyo();

const code = "tombstone_key_missing";

describe("without the key that erased people are known by", () => {
  it("no export runs, nobody is erased, and each says why", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator);
    const exportId = await savedExport(administrator, form);
    expect(await startRun(administrator, { exportId })).toMatchObject({ ok: false, code });
    const asked = { by: "key", value: "c1", connectionIds: [] } as const;
    expect(await requestErasure(administrator, { ...asked, connectionIds: [] })).toMatchObject({ code });
    expect(await findKeyProblem(administrator)).toBe(code);
  });

  it("a run that was started before is skipped, with the reason", async ({ administrator }) => {
    const { form, readers } = await prepareExports(klaviyo(), administrator);
    const exportId = await savedExport(administrator, form);
    const runId = await addRun(exportId);
    const settings = {
      exportName: "Readers",
      destination: "klaviyo",
      listId: form.listId,
      listName: "Newsletter",
      identifierField: "email",
      mapping: form.mapping,
      leavers: "keep",
      segments: [{ id: readers, name: "Readers" }],
      excludedSegments: [],
      limit: 1_000,
    };
    await prisma().run.update({ where: { id: runId }, data: { settings } });
    await planRun(runId);
    expect(await prisma().run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({
      status: "skipped",
      problemCode: code,
    });
  });
});
