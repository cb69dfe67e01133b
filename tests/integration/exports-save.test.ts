import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { removeConnection } from "@/lib/connections/remove-connection";
import { withdrawConsent } from "@/lib/connections/withdraw-consent";
import { prisma } from "@/lib/db";
import { saveExport } from "@/lib/exports/save-export";
import { removeExports } from "@/lib/exports/remove-exports";
import { type SaveExportInput, saveExportSchema } from "@/lib/exports/schema";
import { fieldProblems } from "@/lib/field-problems";
import { acme, asked, connectionAt, rival, useKlaviyo } from "../support/connections";
import { findExportRow, prepareExports, savedExport } from "../support/exports";
import { valueOf } from "../support/imports";
import { it } from "../support/workspace";

const klaviyo = useKlaviyo({ withApp: false });
const prepare = (
  ...given: Parameters<typeof prepareExports> extends [unknown, ...infer Rest] ? Rest : never
) => prepareExports(klaviyo(), ...given);

/** The codes of a refusal's fields. */
async function codes(answer: ReturnType<typeof saveExport>): Promise<Record<string, string>> {
  const result = await answer;
  if (result.ok) throw new Error("Accepted.");
  return Object.fromEntries(Object.entries(result.fields ?? {}).map(([field, { code }]) => [field, code]));
}

describe("saving an export", () => {
  it("stores what was chosen under the list's name at Klaviyo, and runs nothing", async ({
    administrator,
    contributor,
  }) => {
    const { form, staff, readers, connectionId, lists } = await prepare(administrator);
    const exportId = await savedExport(contributor, { ...form, excludedSegmentIds: [staff] });
    expect(asked(klaviyo())).toEqual(["GET /api/lists/{id}"]);
    expect(await findExportRow(exportId)).toMatchObject({
      name: "Readers to Klaviyo",
      nameKey: "readers to klaviyo",
      connectionId,
      destination: "klaviyo",
      listId: lists.newsletter,
      listName: "Newsletter",
      identifierField: "email",
      mapping: form.mapping,
      leavers: "keep",
      isScheduled: true,
      isSample: false,
      createdById: contributor.id,
      updatedById: contributor.id,
      segments: [
        { segmentId: readers, role: "include", position: 0 },
        { segmentId: staff, role: "exclude", position: 0 },
      ],
    });
    expect(await prisma().run.count()).toBe(0);
  });

  it("again changes it, its segments included, and says who did", async ({ administrator, contributor }) => {
    const { form, staff } = await prepare(administrator);
    const exportId = await savedExport(contributor, form);
    const change = {
      name: "Staff only",
      segmentIds: [staff],
      leavers: "remove" as const,
      isScheduled: false,
    };
    expect(valueOf(await saveExport(administrator, { ...form, ...change, exportId }))).toEqual({
      exportId,
      nextRun: { kind: "on_demand" },
    });
    expect(await findExportRow(exportId)).toMatchObject({
      name: "Staff only",
      leavers: "remove",
      isScheduled: false,
      createdById: contributor.id,
      updatedById: administrator.id,
      segments: [{ segmentId: staff, role: "include" }],
    });
    expect(await prisma().export.count()).toBe(1);
  });

  it("is audited by ids and counts only", async ({ administrator }) => {
    const { form, connectionId, lists } = await prepare(administrator);
    const exportId = await savedExport(administrator, form);
    await savedExport(administrator, { ...form, exportId });
    const events = await prisma().auditEvent.findMany({
      where: { objectType: "export" },
      orderBy: { id: "asc" },
    });
    const counts = { segments: 1, excludedSegments: 0, fields: 1, properties: 1 };
    expect(events.map(({ action, objectId, details }) => ({ action, objectId, details }))).toEqual(
      ["export.create", "export.edit"].map((action) => ({
        action,
        objectId: exportId,
        details: { connectionId, listId: lists.newsletter, ...counts },
      })),
    );
  });

  it("cleans the names of properties as Klaviyo will have them", async ({ administrator }) => {
    const { form } = await prepare(administrator);
    const properties = [{ name: "Total \u0007 spent", field: "orders" }];
    const exportId = await savedExport(administrator, { ...form, mapping: { fields: [], properties } });
    expect((await findExportRow(exportId)).mapping).toEqual({
      fields: [],
      properties: [{ name: "Total spent", field: "orders" }],
    });
  });

  it("takes a segment that is named twice once", async ({ administrator }) => {
    const { form, readers } = await prepare(administrator);
    const exportId = await savedExport(administrator, { ...form, segmentIds: [readers, readers] });
    expect((await findExportRow(exportId)).segments).toHaveLength(1);
  });
});

describe("the name of an export", () => {
  it("is refused when another has it, in any case", async ({ administrator }) => {
    const { form } = await prepare(administrator);
    await savedExport(administrator, form);
    const second = saveExport(administrator, { ...form, name: "READERS to Klaviyo" });
    expect(await codes(second)).toEqual({ name: "name_taken" });
    expect(await prisma().export.count()).toBe(1);
  });

  it("is free again once the export is removed", async ({ administrator }) => {
    const { form } = await prepare(administrator);
    await removeExports(administrator, { exportIds: [await savedExport(administrator, form)] });
    expect((await saveExport(administrator, form)).ok).toBe(true);
  });

  it("goes to one of two who save it at once", async ({ administrator, contributor }) => {
    const { form } = await prepare(administrator);
    const both = await Promise.all([administrator, contributor].map((actor) => saveExport(actor, form)));
    expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(both).toContainEqual(
      expect.objectContaining({ ok: false, fields: { name: { code: "name_taken" } } }),
    );
    expect(await prisma().export.count()).toBe(1);
    expect(await prisma().exportSegment.count()).toBe(1);
  });
});

describe("the form's shape", () => {
  const id = randomUUID();
  const good: SaveExportInput = {
    name: "X",
    connectionId: id,
    listId: "AbC123",
    identifierField: "email",
    mapping: { fields: [], properties: [] },
    segmentIds: [id],
    excludedSegmentIds: [],
    leavers: "keep",
    isScheduled: true,
  };
  it.for<[string, object, string, string]>([
    ["no name", { name: "  " }, "name", "required"],
    ["a name of 101 characters", { name: "x".repeat(101) }, "name", "too_long"],
    ["no connection", { connectionId: "" }, "connectionId", "choose_connection"],
    ["no list", { listId: " " }, "listId", "required"],
    ["no address field", { identifierField: "" }, "identifierField", "choose_field"],
    ["no segment", { segmentIds: [] }, "segmentIds", "choose_segments"],
    [
      "a property without a name",
      { mapping: { fields: [], properties: [{ name: " ", field: "x" }] } },
      "mapping.properties.0.name",
      "required",
    ],
    [
      "a field that takes its value from nowhere",
      { mapping: { fields: [{ to: "title", field: "" }], properties: [] } },
      "mapping.fields.0.field",
      "choose_field",
    ],
  ])("refuses %s at its field", ([, change, field, code]) => {
    const parsed = saveExportSchema.safeParse({ ...good, ...change });
    expect(parsed.error && fieldProblems(parsed.error)[field]?.code).toBe(code);
  });
});

describe("the connection of an export", () => {
  it("has to be there and to be shared with who saves", async ({ administrator, contributor }) => {
    const { form } = await prepare(administrator, { access: "administrators" });
    const removed = await connectionAt(administrator, "access", { name: "Removed" });
    await removeConnection(administrator, { connectionId: removed });
    klaviyo().control.clearLog();
    for (const connectionId of [form.connectionId, randomUUID(), removed])
      expect(await codes(saveExport(contributor, { ...form, connectionId }))).toEqual({
        connectionId: "connection_unknown",
      });
    expect(asked(klaviyo())).toEqual([]);
    expect(await prisma().export.count()).toBe(0);
  });

  it.for([
    ["draft", "connection_draft"],
    ["needs_attention", "connection_needs_attention"],
    ["consent_withdrawn", "connection_without_consent"],
  ] as const)(
    "is refused while it is %s, and Klaviyo is not asked",
    async ([status, code], { administrator }) => {
      const { form, connectionId } = await prepare(administrator);
      await prisma().connection.update({ where: { id: connectionId }, data: { status } });
      expect(await codes(saveExport(administrator, form))).toEqual({ connectionId: code });
      expect(asked(klaviyo())).toEqual([]);
    },
  );

  it("may be out of order for an edit that stays on its list", async ({ administrator }) => {
    const { form, connectionId, lists } = await prepare(administrator);
    const exportId = await savedExport(administrator, form);
    await withdrawConsent(administrator, { connectionId });
    klaviyo().control.clearLog();
    const renamed = await saveExport(administrator, { ...form, exportId, name: "Renamed" });
    expect(renamed.ok).toBe(true);
    const moved = saveExport(administrator, { ...form, exportId, listId: lists.vip });
    expect(await codes(moved)).toEqual({ connectionId: "connection_without_consent" });
    expect(asked(klaviyo())).toEqual([]);
    expect(await findExportRow(exportId)).toMatchObject({ name: "Renamed", listName: "Newsletter" });
  });
});

describe("the list of an export", () => {
  it("has to look like one before Klaviyo is asked", async ({ administrator }) => {
    const { form } = await prepare(administrator);
    for (const listId of ["AbC12", "AbC1234", "AbC-12", "ÁbC123"])
      expect(await codes(saveExport(administrator, { ...form, listId }))).toEqual({
        listId: "list_id_malformed",
      });
    expect(asked(klaviyo())).toEqual([]);
  });

  it("has to be in the connection's account, which the refusal names", async ({ administrator }) => {
    const { form, lists } = await prepare(administrator);
    for (const listId of ["Zzzzz9", lists.rival])
      expect(await saveExport(administrator, { ...form, listId })).toEqual({
        ok: false,
        code: "invalid",
        fields: { listId: { code: "list_unknown", params: { list: listId, account: acme.name } } },
      });
    expect(rival.name).not.toBe(acme.name);
    expect(await prisma().export.count()).toBe(0);
  });

  it("that was deleted at Klaviyo is refused on the next edit", async ({ administrator }) => {
    const { form, lists } = await prepare(administrator);
    const exportId = await savedExport(administrator, form);
    klaviyo().control.deleteList(acme.id, lists.newsletter);
    expect(await codes(saveExport(administrator, { ...form, exportId }))).toEqual({ listId: "list_unknown" });
  });

  it.for([
    [503, "destination_unreachable"],
    [401, "key_refused"],
    [403, "scopes_missing"],
    [429, "destination_busy"],
  ] as const)(
    "is not believed when Klaviyo answers %i, and nothing is saved",
    async ([status, code], { administrator }) => {
      const { form } = await prepare(administrator);
      klaviyo().control.addFault({ do: { kind: "answer", status } });
      expect(await saveExport(administrator, form)).toMatchObject({ ok: false, code });
      expect(await prisma().export.count()).toBe(0);
    },
  );

  it("need not be asked for again when an edit leaves it and Klaviyo is away", async ({ administrator }) => {
    const { form, lists } = await prepare(administrator);
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({ do: { kind: "reset", at: "beforeRead" } });
    expect((await saveExport(administrator, { ...form, exportId, name: "Renamed" })).ok).toBe(true);
    const moved = await saveExport(administrator, { ...form, exportId, listId: lists.vip });
    expect(moved).toMatchObject({ ok: false, code: "destination_unreachable" });
    expect(await findExportRow(exportId)).toMatchObject({ name: "Renamed", listId: lists.newsletter });
  });
});

describe("the mapping of an export", () => {
  type Mapping = SaveExportInput["mapping"];
  it.for<[string, Mapping, Record<string, string>]>([
    [
      "a field Klaviyo does not have",
      { fields: [{ to: "shoe_size", field: "city" }], properties: [] },
      { "mapping.fields.0.to": "target_field_unknown" },
    ],
    [
      "the address once more",
      { fields: [{ to: "email", field: "email" }], properties: [] },
      { "mapping.fields.0.to": "target_field_unknown" },
    ],
    [
      "one field twice",
      { fields: ["city", "note"].map((field) => ({ to: "title", field })), properties: [] },
      { "mapping.fields.1.to": "mapped_twice" },
    ],
    [
      "profile fields that are gone",
      { fields: [{ to: "title", field: "gone" }], properties: [{ name: "P", field: "gone" }] },
      { "mapping.fields.0.field": "field_unknown", "mapping.properties.0.field": "field_unknown" },
    ],
    [
      "a property without a visible name",
      { fields: [], properties: [{ name: "\u0007", field: "note" }] },
      { "mapping.properties.0.name": "property_name_empty" },
    ],
    [
      "a property with a name of Klaviyo's own",
      { fields: [], properties: [{ name: "$source", field: "note" }] },
      { "mapping.properties.0.name": "property_name_reserved" },
    ],
    [
      "two properties that have one name after cleaning",
      { fields: [], properties: ["Total spent", "Total  spent"].map((name) => ({ name, field: "note" })) },
      { "mapping.properties.1.name": "property_name_twice" },
    ],
  ])("refuses %s at its place", async ([, mapping, problems], { administrator }) => {
    const { form } = await prepare(administrator);
    expect(await codes(saveExport(administrator, { ...form, mapping }))).toEqual(problems);
    expect(asked(klaviyo())).toEqual([]);
  });

  it("has to take the address from a field of the catalogue", async ({ administrator }) => {
    const { form } = await prepare(administrator);
    expect(await saveExport(administrator, { ...form, identifierField: "gone" })).toMatchObject({
      fields: { identifierField: { code: "field_unknown", params: { field: "gone" } } },
    });
  });
});

describe("the segments of an export", () => {
  it("have to be there", async ({ administrator }) => {
    const { form } = await prepare(administrator);
    const gone = [randomUUID()];
    const both = { ...form, segmentIds: gone, excludedSegmentIds: gone };
    expect(await codes(saveExport(administrator, both))).toEqual({
      segmentIds: "segment_unknown",
      excludedSegmentIds: "segment_unknown",
    });
  });

  it("are refused on both sides at once, by name", async ({ administrator }) => {
    const { form, readers, staff } = await prepare(administrator);
    const both = { ...form, segmentIds: [readers, staff], excludedSegmentIds: [staff] };
    expect(await saveExport(administrator, both)).toMatchObject({
      fields: { excludedSegmentIds: { code: "segment_both", params: { segments: "Staff" } } },
    });
    expect(await prisma().export.count()).toBe(0);
  });
});

it("all that is wrong with a form is said at once", async ({ administrator }) => {
  const { form } = await prepare(administrator);
  const wrong = {
    ...form,
    listId: "short",
    identifierField: "gone",
    segmentIds: [randomUUID()],
    mapping: { fields: [{ to: "email", field: "email" }], properties: [] },
  };
  expect(Object.keys(await codes(saveExport(administrator, wrong))).toSorted()).toEqual([
    "identifierField",
    "listId",
    "mapping.fields.0.to",
    "segmentIds",
  ]);
});
