import { randomUUID } from "node:crypto";
import type { Emulator } from "@/emulator/start-emulator.ts";
import type { UserActor } from "@/lib/auth/current-actor";
import { openSession } from "@/lib/auth/sessions";
import { asJson, prisma } from "@/lib/db";
import type { SaveExportInput } from "@/lib/exports/schema";
import { createWebhook } from "@/lib/notifications/webhooks/save-webhook";
import { plainCsv } from "@/lib/sources/csv/collect-items";
import { startRun } from "@/lib/runs/start-run";
import { saveSegment } from "@/lib/segments/save-segment";
import { startMemberList } from "@/lib/segments/member-lists/start-member-list";
import { tokenFor, tokenRow } from "../support/api";
import { connectionAt } from "../support/connections";
import { askErasure } from "../support/erasures";
import { prepareExports, savedExport } from "../support/exports";
import { beginImport, planFor, upload, valueOf } from "../support/imports";
import { allOf, condition } from "../support/people";
import { addUser } from "../support/workspace";
import type { Owner } from "./persons";

export const rules = allOf(condition("city", "is_set"));
const file = "Id,Name\n1,Anna\n";

let count = 0;
/** A name that nothing else has. */
export const newName = (what: string) => `${what} ${++count}`;

/** Everybody of the matrix, and another administrator whose things are none of theirs. */
async function makeUsers(): Promise<Record<Owner, UserActor>> {
  return {
    viewer: await addUser("viewer"),
    contributor: await addUser("contributor"),
    sharer: await addUser("contributor"),
    administrator: await addUser("administrator"),
    // The role could do everything, and the session is there still.
    disabled: await addUser("administrator", { disabledAt: new Date() }),
    another: await addUser("administrator"),
  };
}

/** What the entries ask about. What begins with `new` or ends with `Of` is made afresh for each request. */
export async function makeObjects(klaviyo: Emulator) {
  const users = await makeUsers();
  const { another } = users;
  const { connectionId, form } = await prepareExports(klaviyo, another, {
    access: "chosen",
    userIds: [users.sharer.id],
  });
  const exportId = await savedExport(another, form);
  const profile = await prisma().profile.findFirstOrThrow();
  const { importId, sourceId } = await beginImport(another, file, { key: "Id", name: newName("Source") });
  const hook = { url: "http://127.0.0.1:9/", kinds: ["run_failed" as const] };

  const incident = { kind: "run_failed", objectType: "export", objectId: exportId };

  const newExport = async () => {
    const { id, nameKey: _, ...row } = await prisma().export.findUniqueOrThrow({ where: { id: exportId } });
    const name = newName("Export");
    // A list of its own, so that no run waits for another's.
    const listId = `L${String(count).padStart(5, "0")}`;
    const segments = {
      create: form.segmentIds.map((segmentId) => ({ segmentId, role: "include" as const })),
    };
    const data = {
      ...row,
      mapping: asJson(form.mapping),
      name,
      listId,
      nameKey: name.toLowerCase(),
      segments,
    };
    return (await prisma().export.create({ data })).id;
  };
  const newSource = async () =>
    (
      await prisma().source.create({
        data: { name: newName("Source"), kind: "csv", keyColumn: "Id", columns: [] },
      })
    ).id;
  const newDatabase = async () => {
    const database = {
      addressCiphertext: "",
      host: "db.example.com",
      port: 5432,
      database: "shop",
      user: "reader",
    };
    const { id } = await prisma().source.create({
      data: {
        name: newName("Database"),
        kind: "postgresql",
        keyColumn: "id",
        columns: [],
        database: { create: { ...database, tableName: "customers" } },
      },
    });
    return id;
  };
  const newSegment = async () =>
    valueOf(await saveSegment(another, { name: newName("Segment"), definition: rules })).segmentId;
  // Whose they are need not be somebody who could make them.
  const handOver = (uploadId: string, owner: Owner) =>
    prisma().upload.update({ where: { id: uploadId }, data: { createdById: users[owner].id } });
  const uploadOf = async (owner: Owner) => {
    const uploadId = await upload(another, file);
    await handOver(uploadId, owner);
    return uploadId;
  };

  return {
    users,
    connectionId,
    form,
    exportId,
    runId: valueOf(await startRun(another, { exportId })).runId,
    planId: (await prisma().exportPlan.create({ data: { exportId } })).id,
    segmentId: await newSegment(),
    profileId: String(profile.id),
    sourceId,
    importId,
    databaseId: await newDatabase(),
    erasureId: await askErasure(another, { value: "gone@example.com" }),
    newForm: (): SaveExportInput => ({ ...form, name: newName("Export") }),
    newExport,
    newRun: async () => valueOf(await startRun(another, { exportId: await newExport() })).runId,
    newSegment,
    newSource,
    newDatabase,
    newImport: async () =>
      (await beginImport(another, file, { key: "Id", name: newName("Source") })).importId,
    newConnection: () => connectionAt(another, "access", { name: newName("Connection") }),
    newPerson: () => addUser("contributor"),
    newUser: async () => (await addUser("viewer")).id,
    newInvited: async () => {
      const email = `${randomUUID()}@example.com`;
      return (await prisma().user.create({ data: { name: "Bob", role: "viewer", email } })).id;
    },
    newToken: async () => (await tokenRow(await tokenFor(another))).id,
    newWebhook: async () =>
      valueOf(await createWebhook(another, { ...hook, name: newName("Webhook") })).endpointId,
    newDelivery: async () =>
      (
        await prisma().notificationDelivery.create({
          data: { channel: "email", state: "failed", incident: { create: incident } },
        })
      ).id,
    uploadOf,
    planOf: async (owner: Owner) => {
      const uploadId = await upload(another, file);
      const plan = await planFor(another, uploadId, { key: "Id", name: newName("Source") });
      await handOver(uploadId, owner);
      return plan;
    },
    listOf: async (owner: Owner) => {
      const asked = { uploadId: await upload(another, file), format: plainCsv, column: "Id", field: null };
      const { listId } = valueOf(await startMemberList(another, asked));
      const data = { createdById: users[owner].id, status: "ready" as const };
      await prisma().memberList.update({ where: { id: listId }, data });
      return listId;
    },
    sessionOf: async (owner: Owner) => {
      await openSession(users[owner].id, { now: new Date() });
      const where = { userId: users[owner].id };
      return (await prisma().session.findFirstOrThrow({ where, orderBy: { id: "desc" } })).id;
    },
    notificationOf: async (owner: Owner) => {
      const user = { connect: { id: users[owner].id } };
      return (await prisma().notification.create({ data: { user, incident: { create: incident } } })).id;
    },
  };
}
export type Made = Awaited<ReturnType<typeof makeObjects>>;
