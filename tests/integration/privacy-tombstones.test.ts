import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { addTombstones } from "@/lib/privacy/tombstones";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import { getMemberList } from "@/lib/segments/member-lists/queries";
import { readMemberList } from "@/lib/segments/member-lists/read-member-list";
import { saveMemberList } from "@/lib/segments/member-lists/save-member-list";
import { startMemberList } from "@/lib/segments/member-lists/start-member-list";
import { plainCsv } from "@/lib/sources/csv/collect-items";
import { downloadBadLines } from "@/lib/sources/download-bad-lines";
import { runImport } from "@/lib/sources/run-import";
import { startRun } from "@/lib/runs/start-run";
import { push, tokenFor } from "../support/api";
import { erase } from "../support/erasures";
import { prepareExports, savedExport } from "../support/exports";
import { tablesHolding } from "../support/find-in-database";
import { allProfiles, beginImport, findImport, importFile, upload, valueOf } from "../support/imports";
import { memberKeys } from "../support/people";
import { hurryToEnd, importsAsked, told, useQuickKlaviyo } from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();

const email = "anna.torolt@example.com";
const key = "KEY-4711";
const keys = async () => Object.keys(await allProfiles());

describe("an erased person", () => {
  it("does not come in with a file, by key or by any address, however it is written", async ({
    administrator,
  }) => {
    await importFile(administrator, `Id,E-mail,Work e-mail\n${key},${email},\n`, {
      key: "Id",
      name: "First",
    });
    await erase(administrator, { value: email });
    const file = [
      "Id,E-mail,Work e-mail",
      `${key},new@example.com,`,
      `k2,"  ANNA.Torolt@EXAMPLE.com ",`,
      `k3,other@example.com,${email}`,
      "k4,dora@example.com,",
    ].join("\n");
    const { importId } = await importFile(administrator, file, { key: "Id", name: "Second" });
    expect(await keys()).toEqual(["k4"]);
    expect(await findImport(importId)).toMatchObject({
      rowsErased: 3,
      rowsNew: 1,
      rowsBad: 0,
      badReasons: [{ code: "person_erased", count: 3, firstLine: 0 }],
    });
    const lines = await prisma().importBadLine.findMany({ orderBy: { line: "asc" } });
    expect(lines.map(({ line, code }) => [line, code])).toEqual([
      [2, "person_erased"],
      [3, "person_erased"],
      [4, "person_erased"],
    ]);
    expect(await tablesHolding(email, key, "new@example.com", "other@example.com")).toEqual([]);
    const { pieces } = await downloadBadLines(administrator, {
      importId,
      head: () => ["line"],
      sentence: ({ code }) => code,
    });
    let text = "";
    for await (const piece of pieces) text += piece;
    expect(text).toContain("3,person_erased");
  });

  it("does not come in with a program's push, which is told so", async ({ administrator }) => {
    const token = await tokenFor(administrator);
    await push(token, { [key]: { "E-mail": email } });
    await erase(administrator, { by: "key", value: key });
    const answer = await push(token, {
      a: { name: "Ann" },
      [key]: { "E-mail": "x@example.com" },
      b: { "E-mail": email.toUpperCase() },
    });
    expect(answer).toMatchObject({
      counts: { new: 1, changed: 0, unchanged: 0, refused: 2 },
      refused: [
        { index: 1, field: null, reason: "person_erased" },
        { index: 2, field: null, reason: "person_erased" },
      ],
    });
    expect(await keys()).toEqual(["a"]);
    expect(await tablesHolding(email, key)).toEqual([]);
  });

  it("is not in a static segment made of a list, and the line is not kept", async ({ administrator }) => {
    await importFile(administrator, `Id,E-mail\n${key},${email}\nk1,bela@example.com\n`, { key: "Id" });
    await erase(administrator, { value: email });
    const uploadId = await upload(administrator, `mail\n${email}\nbela@example.com\nnobody@example.com\n`);
    const { listId } = valueOf(
      await startMemberList(administrator, { uploadId, format: plainCsv, column: "mail", field: "e_mail" }),
    );
    await readMemberList(listId);
    expect(await getMemberList(administrator, { listId })).toMatchObject({
      matched: 1,
      unknown: 1,
      erased: 1,
      members: 1,
    });
    expect(await tablesHolding(email)).toEqual([]);
    const { segmentId } = valueOf(await saveMemberList(administrator, { listId, name: "Of a list" }));
    expect(await memberKeys(segmentId)).toEqual(["k1"]);
    await refreshSegment(segmentId);
    expect(await memberKeys(segmentId)).toEqual(["k1"]);
  });

  it("is never sent, whatever brought a profile back: the run says erased, and of whom it does not", async ({
    administrator,
  }) => {
    const people = {
      c1: { email: "anna@example.com" },
      c2: { email: " Bea@Example.com" },
      c3: { email: "cid@example.com" },
    };
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    await addTombstones(pool(), { keys: ["c1"], addresses: ["bea@example.com"] });
    const run = await hurryToEnd(administrator, exportId);
    expect(told(run.result)).toEqual({ added: 1, erased: 2 });
    klaviyo().control.keepBodies(true);
    expect(importsAsked(klaviyo())).toHaveLength(1);
    const { rows } = await pool().query(
      "SELECT profile_id::int, identifier FROM run_data.outcome WHERE kind = 'erased'",
    );
    expect(rows).toEqual([
      { profile_id: 0, identifier: null },
      { profile_id: 0, identifier: null },
    ]);
  });
});

/** As if people were erased with this key. */
async function erasedWith(tombstoneKeyId: string | null): Promise<void> {
  const data = { mode: "practice", tombstoneKeyId };
  await prisma().installation.upsert({ where: { id: 1 }, create: data, update: data });
}

describe("the key", () => {
  it("may not be another than people were erased with", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator);
    const exportId = await savedExport(administrator, form);
    await erasedWith("deadbeef");
    expect(await startRun(administrator, { exportId })).toMatchObject({
      ok: false,
      code: "tombstone_key_changed",
    });
    await erasedWith(null);
    expect(await startRun(administrator, { exportId })).toMatchObject({ ok: true });
  });

  it("lets nobody in where it is another, since the erased could be among them", async ({
    administrator,
  }) => {
    await importFile(administrator, `Id,E-mail\n${key},${email}\n`, { key: "Id", name: "First" });
    await erase(administrator, { value: email });
    const begun = await beginImport(administrator, `Id,E-mail\nk1,${email}\n`, { key: "Id", name: "Second" });
    await erasedWith("deadbeef");
    await runImport(begun.importId);
    await erasedWith(null);
    expect(await findImport(begun.importId)).toMatchObject({
      status: "failed",
      problemCode: "erased_key_changed",
    });
    expect(await keys()).toEqual([]);
  });
});
