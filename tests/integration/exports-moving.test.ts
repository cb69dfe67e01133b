import { describe, expect } from "vitest";
import { prisma } from "@/lib/db";
import { detachExports } from "@/lib/exports/detach-exports";
import { saveExport } from "@/lib/exports/save-export";
import { runSettingsSchema } from "@/lib/runs/settings-schema";
import { acme, activeConnection, asked, useKlaviyo } from "../support/connections";
import { addLedger, addRun, findExportRow, prepareExports, savedExport } from "../support/exports";
import { valueOf } from "../support/imports";
import { it } from "../support/workspace";

const klaviyo = useKlaviyo({ withApp: false });
type Administrator = Parameters<typeof prepareExports>[1];

/** An export whose ledger of the list Newsletter has so many people, and the form that moves it to VIP customers. */
async function exportWithPeople(administrator: Administrator, people: number) {
  const prepared = await prepareExports(klaviyo(), administrator);
  const exportId = await savedExport(administrator, prepared.form);
  await addLedger(exportId, people);
  klaviyo().control.clearLog();
  return { ...prepared, exportId, moved: { ...prepared.form, exportId, listId: prepared.lists.vip } };
}

describe("an export that leaves a list with people of its own", () => {
  it("is not saved before somebody says what becomes of them", async ({ administrator }) => {
    const { exportId, moved, lists } = await exportWithPeople(administrator, 3);
    expect(await saveExport(administrator, moved)).toEqual({
      ok: false,
      code: "old_list_question",
      params: { people: 3, list: "Newsletter" },
    });
    expect(await findExportRow(exportId)).toMatchObject({ listId: lists.newsletter });
  });

  it("leaves them there when that is chosen", async ({ administrator }) => {
    const { exportId, moved, lists } = await exportWithPeople(administrator, 3);
    expect(valueOf(await saveExport(administrator, { ...moved, oldList: "leave" }))).toMatchObject({
      exportId,
    });
    expect(await findExportRow(exportId)).toMatchObject({ listId: lists.vip, listName: "VIP customers" });
    expect(await prisma().run.count()).toBe(0);
  });

  it("begins a run that takes them off, with the settings of before", async ({ administrator }) => {
    const { exportId, moved, lists, connectionId } = await exportWithPeople(administrator, 3);
    const saved = valueOf(await saveExport(administrator, { ...moved, name: "Moved", oldList: "remove" }));
    const run = await prisma().run.findUniqueOrThrow({ where: { id: saved.removalRunId } });
    expect(run).toMatchObject({
      exportId,
      connectionId,
      accountId: acme.id,
      listId: lists.newsletter,
      mode: "leave_list",
      reason: "list_changed",
      startedById: administrator.id,
    });
    expect(runSettingsSchema.parse(run.settings)).toMatchObject({
      exportName: "Readers to Klaviyo",
      listId: lists.newsletter,
      listName: "Newsletter",
    });
    expect(await findExportRow(exportId)).toMatchObject({ name: "Moved", listId: lists.vip });
  });

  it("makes no run where the new name is taken", async ({ administrator }) => {
    const { moved, form } = await exportWithPeople(administrator, 3);
    await savedExport(administrator, { ...form, name: "Taken" });
    const refused = await saveExport(administrator, { ...moved, name: "Taken", oldList: "remove" });
    expect(refused).toMatchObject({ ok: false, fields: { name: { code: "name_taken" } } });
    expect(await prisma().run.count()).toBe(0);
  });

  it("cannot take them off while the old connection is out of order", async ({ administrator }) => {
    const { moved, connectionId, exportId } = await exportWithPeople(administrator, 3);
    const other = await activeConnection(administrator, { name: "Second" });
    // Another account, so the new connection does not reach the old list.
    await prisma().connection.update({ where: { id: other }, data: { accountId: "OtherA" } });
    await prisma().connection.update({ where: { id: connectionId }, data: { status: "consent_withdrawn" } });
    const form = { ...moved, connectionId: other, oldList: "remove" as const };
    expect(await saveExport(administrator, form)).toMatchObject({
      ok: false,
      fields: { oldList: { code: "old_list_out_of_reach", params: { list: "Newsletter" } } },
    });
    expect(await saveExport(administrator, { ...form, oldList: "leave" })).toMatchObject({ ok: true });
    expect(await findExportRow(exportId)).toMatchObject({ connectionId: other });
  });

  it("takes them off through the new connection when that is of the same account", async ({
    administrator,
  }) => {
    const { moved, connectionId } = await exportWithPeople(administrator, 3);
    const other = await activeConnection(administrator, { name: "Second" });
    await prisma().connection.update({ where: { id: connectionId }, data: { status: "needs_attention" } });
    const form = { ...moved, connectionId: other, oldList: "remove" as const };
    const { removalRunId } = valueOf(await saveExport(administrator, form));
    expect(await prisma().run.findUnique({ where: { id: removalRunId } })).toMatchObject({
      connectionId: other,
    });
  });
});

describe("nobody is asked about the old list", () => {
  it("where the ledger is empty", async ({ administrator }) => {
    const { moved, exportId } = await exportWithPeople(administrator, 0);
    expect(valueOf(await saveExport(administrator, moved))).toMatchObject({ exportId });
  });

  it("where another connection leads to the same list", async ({ administrator }) => {
    const { form, exportId } = await exportWithPeople(administrator, 3);
    const connectionId = await activeConnection(administrator, { name: "Second" });
    klaviyo().control.clearLog();
    expect(valueOf(await saveExport(administrator, { ...form, exportId, connectionId }))).toMatchObject({
      exportId,
    });
    expect(asked(klaviyo())).toEqual(["GET /api/lists/{id}"]);
    expect(await findExportRow(exportId)).toMatchObject({ connectionId });
  });
});

describe("an export whose run is active", () => {
  it.for(["queued", "running", "waiting", "held"] as const)(
    "can be edited, but not be sent elsewhere, while it is %s",
    async (status, { administrator }) => {
      const { form, exportId, moved } = await exportWithPeople(administrator, 0);
      await addRun(exportId, { status });
      expect((await saveExport(administrator, { ...form, exportId, name: "Renamed" })).ok).toBe(true);
      expect(await saveExport(administrator, moved)).toEqual({ ok: false, code: "export_running" });
    },
  );

  it("can go elsewhere once it has ended", async ({ administrator }) => {
    const { exportId, moved } = await exportWithPeople(administrator, 0);
    await addRun(exportId, { status: "successful" });
    expect((await saveExport(administrator, moved)).ok).toBe(true);
  });
});

describe("a detached export", () => {
  it("wakes up when it is given a connection", async ({ administrator }) => {
    const { form, exportId, connectionId } = await exportWithPeople(administrator, 3);
    await detachExports(administrator, { exportIds: [exportId] });
    expect(valueOf(await saveExport(administrator, { ...form, exportId }))).toMatchObject({ exportId });
    expect(await findExportRow(exportId)).toMatchObject({ connectionId });
  });

  it("asks about the people of its list when it wakes up on another list of the account", async ({
    administrator,
  }) => {
    const { exportId, moved } = await exportWithPeople(administrator, 2);
    await detachExports(administrator, { exportIds: [exportId] });
    expect(await saveExport(administrator, moved)).toMatchObject({
      ok: false,
      code: "old_list_question",
      params: { people: 2 },
    });
  });
});
