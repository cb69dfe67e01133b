import { beforeAll, describe, expect } from "vitest";
import { readMemberList } from "@/lib/segments/member-lists/read-member-list";
import { getMemberList } from "@/lib/segments/member-lists/queries";
import { startMemberList } from "@/lib/segments/member-lists/start-member-list";
import { plainCsv } from "@/lib/sources/csv/collect-items";
import { runImport } from "@/lib/sources/run-import";
import { startImport } from "@/lib/sources/start-import";
import { getAbout } from "@/lib/system/about";
import { planRun } from "@/lib/runs/plan/plan-run";
import { pool, prisma } from "@/lib/db";
import { findKeyProblem } from "@/lib/privacy/queries";
import { requestErasure } from "@/lib/privacy/request-erasure";
import { startRun } from "@/lib/runs/start-run";
import { call, tokenFor } from "../support/api";
import { addRun, prepareExports, savedExport } from "../support/exports";
import { beginImport, findImport, planFor, upload, valueOf } from "../support/imports";
import { useQuickKlaviyo } from "../support/runs";
import { addDatabase, customerDatabase, refresh } from "../support/source-databases";
import { it } from "../support/workspace";

// Before anything reads the settings, which a process reads once.
beforeAll(() => void delete process.env.FERRY_TOMBSTONE_KEY);
const klaviyo = useQuickKlaviyo();

const code = "tombstone_key_missing";
const file = "Id,E-mail\nc1,anna@example.com\n";

/** Somebody was erased, when the key was there. */
const addTombstone = () => pool().query("INSERT INTO tombstone (hash) VALUES (sha256('somebody'))");

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

  describe("once people were erased", () => {
    const unknown = "erased_key_missing";
    const nobody = async () => expect(await prisma().sourceRecord.count()).toBe(0);

    it("no file comes in: neither a new one, nor one that was on its way", async ({ administrator }) => {
      const { importId } = await beginImport(administrator, file, { key: "Id", name: "On its way" });
      await addTombstone();
      await runImport(importId);
      expect(await findImport(importId)).toMatchObject({ status: "failed", problemCode: unknown, epoch: 1 });
      const uploadId = await upload(administrator, file);
      const input = await planFor(administrator, uploadId, { key: "Id", name: "New" });
      expect(await startImport(administrator, input)).toMatchObject({ ok: false, code: unknown });
      // The file stays, for when the key is there again.
      expect(await prisma().upload.count({ where: { id: uploadId } })).toBe(1);
      await nobody();
    });

    it("no list is made a segment", async ({ administrator }) => {
      const input = { column: "Id", field: null, format: plainCsv };
      const before = await startMemberList(administrator, {
        ...input,
        uploadId: await upload(administrator, file),
      });
      const { listId } = valueOf(before);
      await addTombstone();
      await readMemberList(listId);
      expect(await getMemberList(administrator, { listId })).toMatchObject({
        status: "failed",
        problem: { code: unknown },
      });
      const uploadId = await upload(administrator, file);
      expect(await startMemberList(administrator, { ...input, uploadId })).toMatchObject({ code: unknown });
    });

    it("no program's people come in, which is told to repeat it later", async ({ administrator }) => {
      const token = await tokenFor(administrator);
      await addTombstone();
      const answer = await call("POST", { profiles: [{ key: "c1", attributes: {} }] }, { token });
      expect(answer.status).toBe(503);
      expect(answer.headers.get("Retry-After")).toBe("600");
      expect(await answer.json()).toMatchObject({ type: "urn:ferry:problem:erased_unknown" });
      await nobody();
    });

    it("no database is read, and administrators are told", async ({ administrator }) => {
      const { address } = await customerDatabase(
        "CREATE TABLE customers (customer_id int PRIMARY KEY); INSERT INTO customers VALUES (1)",
      );
      const sourceId = await addDatabase(administrator, { address });
      await addTombstone();
      expect(await refresh(administrator, sourceId)).toMatchObject({
        status: "failed",
        problemCode: unknown,
        epoch: 1,
      });
      expect(await prisma().incident.findMany()).toMatchObject([
        { kind: "source_failed", objectId: sourceId },
      ]);
      await nobody();
    });

    it("the page about the system says so", async ({ viewer }) => {
      expect(await getAbout(viewer)).toMatchObject({ keyProblem: code });
      await addTombstone();
      expect(await getAbout(viewer)).toMatchObject({ keyProblem: unknown });
    });
  });
});
