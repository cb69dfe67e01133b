import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import type { Actor } from "@/lib/auth/permissions";
import { saveAccess } from "@/lib/connections/save-access";
import { prisma } from "@/lib/db";
import { Forbidden, NotFound } from "@/lib/errors";
import { detachExports } from "@/lib/exports/detach-exports";
import { duplicateExport } from "@/lib/exports/duplicate-export";
import { lockExport } from "@/lib/exports/find-export";
import { getExportFormOptions, listConnectionChoices } from "@/lib/exports/form-options";
import { createList, findList, searchLists } from "@/lib/exports/lists";
import { previewExport } from "@/lib/exports/preview-export";
import { getExport, listExports } from "@/lib/exports/queries";
import { removeExports } from "@/lib/exports/remove-exports";
import { saveExport } from "@/lib/exports/save-export";
import type { SaveExportInput } from "@/lib/exports/schema";
import { setSchedule } from "@/lib/exports/set-schedule";
import { asked, useKlaviyo } from "../support/connections";
import { findExportRow, prepareExports, savedExport } from "../support/exports";
import { addUser, it } from "../support/workspace";

const klaviyo = useKlaviyo({ withApp: false });

interface Given {
  exportId: string;
  form: SaveExportInput;
}
type Call = (actor: Actor, given: Given) => Promise<unknown>;

const run: Call = (actor, { exportId }) =>
  prisma().$transaction((tx) => lockExport(tx, actor, exportId, "export:run"));

/** What changes one export or runs it. */
const onOne: [string, Call][] = [
  ["saveExport", (actor, { form, exportId }) => saveExport(actor, { ...form, exportId })],
  ["duplicateExport", (actor, { exportId }) => duplicateExport(actor, { exportId, prefix: "Copy of" })],
  ["setSchedule", (actor, { exportId }) => setSchedule(actor, { exportIds: [exportId], isScheduled: false })],
  ["detachExports", (actor, { exportId }) => detachExports(actor, { exportIds: [exportId] })],
  ["removeExports", (actor, { exportId }) => removeExports(actor, { exportIds: [exportId] })],
  ["lockExport to run", run],
];

/** What works through a connection. */
const onConnection: [string, Call][] = [
  ["searchLists", (actor, { form }) => searchLists(actor, { ...form, query: "", cursor: null })],
  ["findList", (actor, { form }) => findList(actor, form)],
  ["createList", (actor, { form }) => createList(actor, { ...form, name: "New" })],
];

const forEditors: [string, Call][] = [
  ...onConnection,
  ["saveExport of a new one", (actor, { form }) => saveExport(actor, form)],
  ["listConnectionChoices", (actor) => listConnectionChoices(actor)],
  ["getExportFormOptions", (actor) => getExportFormOptions(actor)],
  ["previewExport", (actor, { form }) => previewExport(actor, { ...form, destination: "klaviyo" })],
];

async function shared(administrator: UserActor, given: Parameters<typeof prepareExports>[2] = {}) {
  const prepared = await prepareExports(klaviyo(), administrator, given);
  const exportId = await savedExport(administrator, prepared.form);
  klaviyo().control.clearLog();
  return { ...prepared, exportId };
}

const unchanged = async (exportId: string, before: object) => {
  expect(await findExportRow(exportId)).toEqual(before);
  expect(await prisma().export.count()).toBe(1);
};

describe("a viewer", () => {
  it.for([...onOne, ...forEditors])("is Forbidden from %s", async ([, call], { administrator, viewer }) => {
    const { exportId, form } = await shared(administrator, { access: "contributors" });
    const before = await findExportRow(exportId);
    await expect(call(viewer, { exportId, form })).rejects.toThrow(Forbidden);
    await unchanged(exportId, before);
    expect(asked(klaviyo())).toEqual([]);
  });

  it("sees all exports and edits none", async ({ administrator, viewer }) => {
    const { exportId } = await shared(administrator);
    expect(await listExports(viewer)).toMatchObject([{ id: exportId, permission: "view" }]);
    expect(await getExport(viewer, exportId)).toMatchObject({
      name: "Readers to Klaviyo",
      permission: "view",
    });
  });

  it("who was a chosen contributor once edits nothing any more", async ({ administrator, contributor }) => {
    const { exportId } = await shared(administrator, { access: "chosen", userIds: [contributor.id] });
    const demoted = { ...contributor, role: "viewer" as const };
    expect(await listExports(demoted)).toMatchObject([{ permission: "view" }]);
    await expect(run(demoted, { exportId, form: {} as SaveExportInput })).rejects.toThrow(Forbidden);
  });
});

describe("a contributor", () => {
  it.for(onOne)(
    "with whom the connection is shared may %s of somebody else's",
    async ([, call], { administrator, contributor }) => {
      const { exportId, form } = await shared(administrator, { access: "chosen", userIds: [contributor.id] });
      expect(await call(contributor, { exportId, form })).not.toMatchObject({ ok: false });
    },
  );

  it.for(onOne)(
    "with whom it is not shared is Forbidden from %s",
    async ([, call], { administrator, contributor }) => {
      const other = await addUser("contributor");
      for (const access of [
        { access: "administrators" as const, userIds: [] },
        { access: "chosen" as const, userIds: [other.id] },
      ]) {
        const known = await prisma().connection.findFirst();
        const { exportId, form } = known
          ? await again(administrator, known.id, access)
          : await shared(administrator, access);
        const before = await findExportRow(exportId);
        await expect(call(contributor, { exportId, form })).rejects.toThrow(Forbidden);
        await unchanged(exportId, before);
        expect(await listExports(contributor)).toMatchObject([{ permission: "view" }]);
      }
      expect(asked(klaviyo())).toEqual([]);
    },
  );

  it.for(onConnection)(
    "does not find another's connection by %s",
    async ([, call], { administrator, contributor }) => {
      const { exportId, form } = await shared(administrator, { access: "administrators" });
      await expect(call(contributor, { exportId, form })).rejects.toThrow(NotFound);
      expect(asked(klaviyo())).toEqual([]);
    },
  );

  it("is offered the connections that are theirs to use, and that are ready or need attention", async ({
    administrator,
    contributor,
  }) => {
    const { connectionId } = await shared(administrator, { access: "chosen", userIds: [contributor.id] });
    const ids = async (actor: UserActor) => (await listConnectionChoices(actor)).map(({ id }) => id);
    expect(await ids(contributor)).toEqual([connectionId]);
    expect(await ids(await addUser("contributor"))).toEqual([]);
    const put = (status: "needs_attention" | "consent_withdrawn") =>
      prisma().connection.update({ where: { id: connectionId }, data: { status } });
    await put("needs_attention");
    expect(await listConnectionChoices(contributor)).toMatchObject([{ status: "needs_attention" }]);
    await put("consent_withdrawn");
    expect(await ids(administrator)).toEqual([]);
  });

  it("cannot move an export to a connection that is not theirs", async ({ administrator, contributor }) => {
    const { exportId, form } = await shared(administrator);
    const other = await prisma().connection.create({
      data: { name: "Other", destination: "klaviyo", status: "active", access: "administrators" },
    });
    expect(await saveExport(contributor, { ...form, exportId, connectionId: other.id })).toMatchObject({
      ok: false,
      fields: { connectionId: { code: "connection_unknown" } },
    });
  });
});

async function again(
  administrator: UserActor,
  connectionId: string,
  access: { access: "administrators" | "chosen"; userIds: string[] },
) {
  await saveAccess(administrator, { connectionId, ...access });
  const row = await prisma().export.findFirstOrThrow();
  const segment = await prisma().segment.findFirstOrThrow();
  const form: SaveExportInput = {
    name: row.name,
    connectionId,
    listId: row.listId,
    identifierField: "email",
    mapping: { fields: [], properties: [] },
    segmentIds: [segment.id],
    excludedSegmentIds: [],
    leavers: "keep",
    isScheduled: true,
  };
  return { exportId: row.id, form };
}

describe("a detached export", () => {
  it("is viewed by all, and changed by administrators and who made it", async ({
    administrator,
    contributor,
    viewer,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator);
    const exportId = await savedExport(contributor, form);
    await detachExports(contributor, { exportIds: [exportId] });
    const other = await addUser("contributor");
    for (const [actor, permission] of [
      [administrator, "edit"],
      [contributor, "edit"],
      [other, "view"],
      [viewer, "view"],
    ] as const)
      expect(await listExports(actor)).toMatchObject([{ id: exportId, permission, status: "detached" }]);
    const input = { exportIds: [exportId], isScheduled: false };
    await expect(setSchedule(other, input)).rejects.toThrow(Forbidden);
    expect((await setSchedule(contributor, input)).ok).toBe(true);
    const demoted = { ...contributor, role: "viewer" as const };
    expect(await listExports(demoted)).toMatchObject([{ permission: "view" }]);
  });
});

describe("Ferry itself", () => {
  it("may work on any export", async ({ administrator }) => {
    const { exportId } = await shared(administrator, { access: "administrators" });
    const system: Actor = { kind: "system", job: "export.tick" };
    expect(await run(system, { exportId, form: {} as SaveExportInput })).toMatchObject({ id: exportId });
    expect(await listExports(system)).toMatchObject([{ permission: "edit" }]);
  });
});

describe("an export that is not there", () => {
  it.for([
    ...onOne,
    ["getExport", (actor: Actor, { exportId }: Given) => getExport(actor, exportId)] as [string, Call],
  ])("%s does not find an unknown, a malformed and a removed one", async ([, call], { administrator }) => {
    const { exportId, form } = await shared(administrator);
    await removeExports(administrator, { exportIds: [exportId] });
    for (const id of [randomUUID(), "1", "' OR 1=1", "\0", exportId])
      await expect(call(administrator, { exportId: id, form })).rejects.toThrow(NotFound);
  });
});
