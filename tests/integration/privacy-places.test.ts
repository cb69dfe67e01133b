import { describe, expect } from "vitest";
import { asJson, pool, prisma } from "@/lib/db";
import { erasePerson } from "@/lib/privacy/erase-person";
import { previewErasure } from "@/lib/privacy/preview-erasure";
import { runImport } from "@/lib/sources/run-import";
import { erase, askErasure } from "../support/erasures";
import { prepareExports, savedExport } from "../support/exports";
import { tablesHolding } from "../support/find-in-database";
import { allProfiles, beginImport, findImport, importFile, valueOf } from "../support/imports";
import { allOf, condition } from "../support/people";
import { hurryToEnd, manyPeople, onList, told, useQuickKlaviyo } from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();

const anna = "anna.torolt@example.com";
const file = `Id,E-mail,Name\nKEY-4711,${anna},Törlendő Anna\nk2,bela@example.com,Béla\n`;

describe("before somebody is erased", () => {
  it("says where they stand, masked, and which rules name them", async ({ administrator, contributor }) => {
    await importFile(administrator, file, { key: "Id", name: "Shop" });
    const definition = asJson(allOf(condition("e_mail", "equals", ` ${anna.toUpperCase()}`)));
    const { id } = await prisma().segment.create({ data: { name: "Only Anna", definition } });
    const preview = valueOf(await previewErasure(administrator, { by: "email", value: anna }));
    expect(preview).toMatchObject({
      customerCount: 1,
      addresses: ["a•••@e•••.com"],
      sources: [{ name: "Shop", records: 1 }],
      namedIn: [{ id, name: "Only Anna" }],
    });
    expect(JSON.stringify(preview)).not.toMatch(/torolt|4711|Törlendő/i);
    const { report } = await erase(administrator, { value: anna });
    expect(report.namedIn).toEqual([{ id, name: "Only Anna" }]);
    expect(await tablesHolding(anna)).toEqual(["public.segment"]);
    await expect(previewErasure(contributor, { by: "email", value: anna })).rejects.toThrow("privacy:erase");
  });
});

describe("an erasure", () => {
  it("waits for a file that is being read, whose person stays out", async ({ administrator }) => {
    await importFile(administrator, file, { key: "Id", name: "Shop" });
    const { importId } = await beginImport(administrator, file, { key: "Id", name: "Other" });
    const erasureId = await askErasure(administrator, { value: anna });
    await erasePerson(erasureId);
    expect(await prisma().erasure.findUniqueOrThrow({ where: { id: erasureId } })).toMatchObject({
      status: "waiting",
      finishedAt: null,
    });
    expect(Object.keys(await allProfiles())).toEqual(["k2"]);
    await runImport(importId);
    expect(await findImport(importId)).toMatchObject({ rowsErased: 1, rowsNew: 1 });
    await pool().query("UPDATE erasure SET due_at = NULL");
    await erasePerson(erasureId);
    expect(await prisma().erasure.findUniqueOrThrow({ where: { id: erasureId } })).toMatchObject({
      status: "done",
      subjectCiphertext: null,
    });
    expect(await tablesHolding(anna, "KEY-4711")).toEqual([]);
  });

  it("keeps under a hash what taking the person off a list needs, and the next run does it", async ({
    administrator,
  }) => {
    const people = manyPeople(3, () => ({ city: "Győr" }));
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, { ...form, leavers: "remove" });
    await hurryToEnd(administrator, exportId);
    const { report } = await erase(administrator, { value: "p001@example.com" });
    expect(report).toMatchObject({ entries: 1, keptEntries: 1, isNotLookedUp: false });
    expect(await tablesHolding("p001")).toEqual([]);
    const { result } = await hurryToEnd(administrator, exportId);
    expect(told(result)).toEqual({ unchanged: 2, removed: 1 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(["p002@example.com", "p003@example.com"]);
    const { rows } = await pool().query("SELECT identifier FROM run_data.ledger_entry ORDER BY identifier");
    expect(rows.map(({ identifier }) => identifier)).toEqual(["p002@example.com", "p003@example.com"]);
  });

  it("is tried again after a fault, and done once", async ({ administrator }) => {
    await importFile(administrator, file, { key: "Id" });
    const erasureId = await askErasure(administrator, { value: anna });
    await pool().query("ALTER TABLE run_data.warning RENAME TO elsewhere");
    try {
      await expect(erasePerson(erasureId)).rejects.toThrow("run_data.warning");
    } finally {
      await pool().query("ALTER TABLE run_data.elsewhere RENAME TO warning");
    }
    const half = await prisma().erasure.findUniqueOrThrow({ where: { id: erasureId } });
    expect(half).toMatchObject({ status: "queued", failures: 1 });
    expect(half.erasedAt).not.toBeNull();
    expect(half.subjectCiphertext).not.toContain("anna");
    await pool().query("UPDATE erasure SET due_at = NULL");
    await erasePerson(erasureId);
    await erasePerson(erasureId);
    expect(await prisma().erasure.findUniqueOrThrow({ where: { id: erasureId } })).toMatchObject({
      status: "done",
      report: { customers: 1 },
    });
    expect(await prisma().auditEvent.count({ where: { action: "privacy.erased" } })).toBe(1);
  });
});
