import { describe, expect } from "vitest";
import type { Actor } from "@/lib/auth/permissions";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import { keepHouse } from "@/lib/housekeeping";
import { changeField } from "@/lib/profiles/change-field";
import { countFields } from "@/lib/profiles/count-fields";
import { getFieldCatalogue } from "@/lib/profiles/field-catalogue";
import { listProfiles } from "@/lib/profiles/queries";
import { unifyAnew } from "@/lib/profiles/unify-anew";
import { removeSegments } from "@/lib/segments/remove-segments";
import { saveSegment } from "@/lib/segments/save-segment";
import { removeSource } from "@/lib/sources/remove-source";
import { holdLock } from "../support/hold-lock";
import { allProfiles, beginImport, importFile, readFile, valueOf } from "../support/imports";
import { waitingJobs } from "../support/jobs";
import { allOf, condition } from "../support/people";
import { addExport } from "../support/run-rows";
import { it } from "../support/workspace";

const file = `Id,Full name,E-mail,City,Orders,Joined
1,Anna Kiss,anna@example.com,Győr,3,2026-01-02
2,Béla Nagy,,Győr,5,
3,,cili@example.com,Pécs,,2026-01-02
4,,,,,
`;

const addCustomers = (actor: UserActor) => importFile(actor, file, { key: "Id", name: "Webshop" });

async function figuresFor(actor: Actor) {
  const { fields } = await getFieldCatalogue(actor);
  return Object.fromEntries(
    fields.map(({ key, filled, distinctValues, samples, sources }) => [
      key,
      [filled, distinctValues, samples, sources.map(({ name, filled: said }) => `${name} ${said}`)],
    ]),
  );
}

describe("the field catalogue", () => {
  it("has no figures before the first count, and asks for one when data came", async ({ contributor }) => {
    await addCustomers(contributor);
    expect(await waitingJobs("fields.count")).toEqual([{}]);
    const { count } = await getFieldCatalogue(contributor);
    expect(count).toEqual({ countedAt: null, profiles: 0, isStale: true });
    expect((await figuresFor(contributor)).city).toEqual([null, null, [], []]);
  });

  it("has fill, distinct values, samples and sources as they are", async ({ contributor }) => {
    await addCustomers(contributor);
    await importFile(contributor, "Id,City,Plan\n2,Eger,gold\n9,Vác,gold\n", { key: "Id", name: "Loyalty" });
    await countFields();
    expect(await figuresFor(contributor)).toMatchObject({
      full_name: [2, 2, ["Anna Kiss", "Béla Nagy"], ["Webshop 2"]],
      e_mail: [2, 2, ["anna@example.com", "cili@example.com"], ["Webshop 2"]],
      city: [4, 3, ["Győr", "Pécs", "Vác"], ["Webshop 3", "Loyalty 2"]],
      orders: [2, 2, [3, 5], ["Webshop 2"]],
      joined: [2, 1, ["2026-01-02"], ["Webshop 2"]],
      plan: [2, 1, ["gold"], ["Loyalty 2"]],
    });
    expect((await getFieldCatalogue(contributor)).count).toMatchObject({
      profiles: 5,
      isStale: false,
      countedAt: expect.any(String),
    });
  });

  it("masks samples for viewers by what their field means", async ({ contributor, viewer }) => {
    await addCustomers(contributor);
    await countFields();
    expect(await figuresFor(viewer)).toMatchObject({
      full_name: [2, 2, ["A••• K•••", "B••• N•••"], ["Webshop 2"]],
      e_mail: [2, 2, ["a•••@e•••.com", "c•••@e•••.com"], ["Webshop 2"]],
      city: [3, 2, ["Győr", "Pécs"], ["Webshop 3"]],
    });
  });

  it("keeps no value of anybody twice: a sample is gone with its person", async ({ contributor }) => {
    const { sourceId } = await addCustomers(contributor);
    await countFields();
    await removeSource(contributor, { sourceId });
    const { fields, count } = await getFieldCatalogue(contributor);
    expect(fields.flatMap(({ samples }) => samples)).toEqual([]);
    expect(count.isStale).toBe(true);
  });

  it("counts again what changed while it counted", async ({ contributor }) => {
    await addCustomers(contributor);
    await using held = await holdLock("LOCK TABLE field_source IN EXCLUSIVE MODE");
    const counting = countFields();
    await held.untilBlocked();
    await importFile(contributor, "Id,City\n7,Tata\n", { key: "Id", name: "Loyalty" });
    await held.release();
    await counting;
    expect((await getFieldCatalogue(contributor)).count).toMatchObject({ profiles: 4, isStale: true });
    await countFields();
    expect((await getFieldCatalogue(contributor)).count).toMatchObject({ profiles: 5, isStale: false });
  });

  it("is counted by the sweep where the invitation was lost", async ({ contributor }) => {
    await addCustomers(contributor);
    await pool().query("DELETE FROM pgboss.job");
    await pool().query("UPDATE profile_change SET at = now() - interval '2 minutes'");
    await keepHouse();
    expect(await waitingJobs("fields.count")).toEqual([{}]);
  });
});

describe("changing a field", () => {
  const to = (fieldKey: string, type: "text" | "number" | "date", meaning = "none" as const) => ({
    fieldKey,
    type,
    meaning,
  });
  const typeOf = async (key: string) => (await prisma().field.findUniqueOrThrow({ where: { key } })).type;

  it("makes any type text, and what the sources bring from then on", async ({ contributor }) => {
    await addCustomers(contributor);
    valueOf(await changeField(contributor, to("orders", "text")));
    expect(await typeOf("orders")).toBe("text");
    const [source] = await prisma().source.findMany();
    expect(source?.columns).toContainEqual(
      expect.objectContaining({ fieldKey: "orders", type: "text", meaning: "none" }),
    );
    expect(source?.columns).toContainEqual(expect.objectContaining({ fieldKey: "joined", type: "date" }));
    expect(await prisma().auditEvent.count({ where: { action: "field.change" } })).toBe(1);
  });

  it("makes it another type only where every value is one, and says how many are not", async ({
    contributor,
  }) => {
    await addCustomers(contributor);
    expect(await changeField(contributor, to("city", "number"))).toMatchObject({
      fields: { type: { code: "values_of_other_type", params: { count: 3 } } },
    });
    expect(await typeOf("city")).toBe("text");
    valueOf(await changeField(contributor, to("joined", "text")));
    valueOf(await changeField(contributor, to("joined", "date")));
  });

  describe("from text to another", () => {
    const texts = (...values: string[]) =>
      `Id,Amount\n${values.map((value, index) => `${index + 1},"${value}"\n`).join("")}`;
    const addTexts = (actor: UserActor, ...values: string[]) =>
      importFile(actor, texts(...values), { key: "Id", name: "Till", types: { Amount: "text" } });

    it("reads the values as those of a file, in every source and every profile", async ({ contributor }) => {
      await addTexts(contributor, "1.234,5", "7", "");
      await importFile(contributor, "Id,Amount\n3,8\n", {
        key: "Id",
        name: "Other",
        types: { Amount: "text" },
      });
      valueOf(await changeField(contributor, to("amount", "number")));
      await unifyAnew();
      expect(await allProfiles()).toMatchObject({
        1: { amount: 1234.5 },
        2: { amount: 7 },
        3: { amount: 8 },
      });
      expect(await typeOf("amount")).toBe("number");
      const source = await prisma().source.findUniqueOrThrow({ where: { name: "Till" } });
      expect(source.columns).toContainEqual(
        expect.objectContaining({
          fieldKey: "amount",
          type: "number",
          notation: { decimal: ",", slashDate: null },
        }),
      );
    });

    it("counts the values that cannot be read, and changes nothing", async ({ contributor }) => {
      await addTexts(contributor, "1", "none", "2,5", "none", "?");
      expect(await changeField(contributor, to("amount", "number"))).toMatchObject({
        fields: { type: { code: "values_of_other_type", params: { count: 3 } } },
      });
      expect(await allProfiles()).toMatchObject({ 1: { amount: "1" }, 3: { amount: "2,5" } });
      expect(await typeOf("amount")).toBe("text");
    });

    it("reads none that can be read in two ways", async ({ contributor }) => {
      await addTexts(contributor, "1.234", "5.678");
      expect(await changeField(contributor, to("amount", "number"))).toMatchObject({
        fields: { type: { params: { count: 2 } } },
      });
    });

    it("refuses while a file read as texts waits for a decision", async ({ contributor }) => {
      const { sourceId } = await addTexts(contributor, "1");
      await readFile(contributor, texts("2"), { key: "Id", sourceId, types: { Amount: "text" } });
      expect(await changeField(contributor, to("amount", "number"))).toMatchObject({
        code: "import_changes_fields",
      });
    });
  });

  it("refuses another type while a segment or an export uses the field, by name", async ({
    contributor,
    administrator,
  }) => {
    await addCustomers(contributor);
    const inner = {
      kind: "group" as const,
      match: "any" as const,
      items: [condition("orders", "at_least", "1")],
    };
    const segment = { name: "Buyers", definition: allOf(condition("city", "is_set"), inner) };
    const { segmentId } = valueOf(await saveSegment(contributor, segment));
    expect(await changeField(contributor, to("orders", "text"))).toMatchObject({
      fields: { type: { code: "field_in_segments", params: { segments: "Buyers" } } },
    });
    await removeSegments(contributor, { segmentIds: [segmentId] });
    const { exportId } = await addExport(administrator, { name: "Newsletter" });
    const mapping = { fields: [], properties: [{ name: "Orders", field: "orders" }] };
    await prisma().export.update({ where: { id: exportId }, data: { mapping } });
    expect(await changeField(contributor, to("orders", "text"))).toMatchObject({
      fields: { type: { code: "field_in_exports", params: { exports: "Newsletter" } } },
    });
    await prisma().export.update({ where: { id: exportId }, data: { removedAt: new Date() } });
    valueOf(await changeField(contributor, to("orders", "text")));
  });

  it("refuses another type while a file is on its way in", async ({ contributor }) => {
    await addCustomers(contributor);
    await beginImport(contributor, file, { key: "Id", name: "Another" });
    expect(await changeField(contributor, to("orders", "text"))).toMatchObject({
      code: "import_changes_fields",
    });
  });

  it("refuses to take the meaning from a field that an export takes addresses from", async ({
    contributor,
    administrator,
  }) => {
    await addCustomers(contributor);
    const { exportId } = await addExport(administrator, { name: "Newsletter" });
    await prisma().export.update({ where: { id: exportId }, data: { identifierField: "e_mail" } });
    expect(await changeField(contributor, to("e_mail", "text"))).toMatchObject({
      fields: { meaning: { code: "field_is_address", params: { exports: "Newsletter" } } },
    });
  });

  it("of what people are found by makes everybody findable by it", async ({ contributor }) => {
    await addCustomers(contributor);
    expect((await listProfiles(contributor, { search: "pecs" })).lines).toEqual([]);
    valueOf(await changeField(contributor, { fieldKey: "city", type: "text", meaning: "last_name" }));
    await unifyAnew();
    expect((await listProfiles(contributor, { search: "pecs" })).lines).toMatchObject([{ key: "3" }]);
  });

  it("of what nobody is found by asks nothing of anybody", async ({ contributor }) => {
    await addCustomers(contributor);
    valueOf(await changeField(contributor, { fieldKey: "city", type: "text", meaning: "city" }));
    expect(await waitingJobs("profiles.unify")).toEqual([]);
  });
});
