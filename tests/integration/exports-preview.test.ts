import { describe, expect } from "vitest";
import { prisma } from "@/lib/db";
import { previewExport } from "@/lib/exports/preview-export";
import type { PreviewExportInput } from "@/lib/exports/schema";
import { activeConnection, useKlaviyo } from "../support/connections";
import { addCatalogue, addSegment } from "../support/exports";
import { valueOf } from "../support/imports";
import { addPeople } from "../support/people";
import { it } from "../support/workspace";

useKlaviyo({ withApp: false });

const plain: Omit<PreviewExportInput, "segmentIds"> = {
  destination: "klaviyo",
  identifierField: "email",
  mapping: { fields: [], properties: [] },
  excludedSegmentIds: [],
};

describe("the counts of a preview", () => {
  it("put everybody into exactly one group, the first that applies", async ({ contributor }) => {
    await addCatalogue();
    await addPeople({
      // Valid: the smallest key of an address, in the order of bytes, not of the alphabet.
      B2: { email: " Anna@Example.com " },
      b1: { email: "anna@example.com" },
      a9: { email: "ANNA@EXAMPLE.COM" },
      d1: { email: "bela@example.com" },
      // None, and some that no mail system takes.
      e1: { city: "Pécs" },
      e2: { email: "   " },
      f1: { email: "not an address" },
      f2: { email: "árvíz@example.com" },
      f3: { email: `${"x".repeat(65)}@example.com` },
      // Excluded by the segment, by an address in it, and before being a duplicate, invalid or without address.
      g1: { email: "cecil@example.com" },
      g2: { email: "Cecil@example.com" },
      g3: { email: "bad" },
      g4: {},
      g5: { email: "BAD" },
      // Outside the segments, and in the excluded one.
      x1: { email: "dora@example.com" },
      h1: { email: "Dora@example.com" },
    });
    const all = ["B2", "b1", "a9", "d1", "e1", "e2", "f1", "f2", "f3", "g1", "g2", "g3", "g4", "g5", "h1"];
    const first = await addSegment("First", all);
    const second = await addSegment("Second", ["d1", "B2"]);
    const excluded = await addSegment("Excluded", ["g1", "g3", "g4", "x1"]);
    const input = { ...plain, segmentIds: [first, second], excludedSegmentIds: [excluded] };
    const { sample, limit, ...counts } = valueOf(await previewExport(contributor, input));
    expect(counts).toEqual({
      members: 15,
      valid: 2,
      noEmail: 2,
      invalidEmail: 3,
      duplicate: 2,
      excluded: 6,
    });
    expect(limit).toBeNull();
    expect(Object.fromEntries(sample.map(({ key, outcome }) => [key, outcome]))).toEqual({
      B2: "valid",
      d1: "valid",
      b1: "duplicate",
      a9: "duplicate",
      e1: "no_email",
      e2: "no_email",
      f1: "invalid_email",
      f2: "invalid_email",
      f3: "invalid_email",
      g1: "excluded",
      g2: "excluded",
      g3: "excluded",
      g4: "excluded",
      g5: "excluded",
      h1: "excluded",
    });
  });

  it("are zero without members and without segments", async ({ contributor }) => {
    await addCatalogue();
    const none = { members: 0, valid: 0, noEmail: 0, invalidEmail: 0, duplicate: 0, excluded: 0, sample: [] };
    for (const segmentIds of [[], [await addSegment("Empty")]])
      expect(await previewExport(contributor, { ...plain, segmentIds })).toMatchObject({ value: none });
  });

  it("come with the limit of a connection that is the actor's to use", async ({
    administrator,
    contributor,
  }) => {
    await addCatalogue();
    const connectionId = await activeConnection(administrator);
    await prisma().connection.update({ where: { id: connectionId }, data: { exportLimit: 7 } });
    const input = { ...plain, segmentIds: [], connectionId };
    expect(valueOf(await previewExport(administrator, input)).limit).toBe(7);
    expect(valueOf(await previewExport(contributor, input)).limit).toBeNull();
  });

  it("are refused for a field that is gone", async ({ contributor }) => {
    await addCatalogue();
    const input = { ...plain, identifierField: "gone", segmentIds: [] };
    expect(await previewExport(contributor, input)).toMatchObject({
      ok: false,
      fields: { identifierField: { code: "field_unknown" } },
    });
  });
});

describe("the people of a preview", () => {
  const mapping = {
    fields: [
      { to: "first_name", field: "first_name" },
      { to: "phone_number", field: "phone" },
      { to: "location.city", field: "city" },
    ],
    properties: [
      { name: "Orders", field: "orders" },
      { name: "Contact  note", field: "note" },
    ],
  };

  it("are shown as they would be sent, masked for administrators too", async ({ administrator }) => {
    await addCatalogue();
    await addPeople({
      c1: {
        email: "Anna.Kovacs@Example.com",
        first_name: " Anna ",
        phone: "+36 30 123 4567",
        city: "Győr",
        orders: 3,
        note: "bela@example.org",
      },
      "dora@example.net": { email: "dora@example.com", phone: "30 123 4567", first_name: "" },
      c3: { email: "nobody", first_name: "Nobody", phone: "+36 30 765 4321" },
    });
    const segmentIds = [await addSegment("All", ["c1", "dora@example.net", "c3"])];
    const { sample } = valueOf(await previewExport(administrator, { ...plain, mapping, segmentIds }));
    expect(sample).toEqual([
      {
        profileId: expect.any(String),
        key: "c1",
        email: "a•••@e•••.com",
        outcome: "valid",
        fields: { first_name: "Anna", phone_number: "•••67", "location.city": "Győr" },
        properties: { Orders: "3", "Contact note": "b•••@e•••.org" },
        warnings: [],
      },
      {
        profileId: expect.any(String),
        key: "d•••@e•••.net",
        email: "d•••@e•••.com",
        outcome: "valid",
        fields: {},
        properties: {},
        warnings: [{ field: "phone_number", code: "phone_not_international" }],
      },
      {
        profileId: expect.any(String),
        key: "c3",
        email: "•••",
        outcome: "invalid_email",
        fields: {},
        properties: {},
        warnings: [],
      },
    ]);
    for (const raw of ["kovacs", "1234567", "123 4567", "nobody", "bela"])
      expect(JSON.stringify(sample).toLowerCase()).not.toContain(raw);
  });

  it("mask a phone that stands in a field of no meaning, once it is mapped to one", async ({
    administrator,
  }) => {
    await addCatalogue();
    await addPeople({ c1: { email: "anna@example.com", note: "+36301234567" } });
    const segmentIds = [await addSegment("All", ["c1"])];
    const toPhone = { fields: [{ to: "phone_number", field: "note" }], properties: [] };
    const { sample } = valueOf(
      await previewExport(administrator, { ...plain, mapping: toPhone, segmentIds }),
    );
    expect(sample[0]?.fields).toEqual({ phone_number: "•••67" });
  });

  it("are twenty at most, those that came first", async ({ administrator }) => {
    await addCatalogue();
    const keys = Array.from({ length: 30 }, (_, index) => `k${String(index).padStart(2, "0")}`);
    await addPeople(Object.fromEntries(keys.map((key) => [key, { email: `${key}@example.com` }])));
    const segmentIds = [await addSegment("All", keys)];
    const { sample, valid } = valueOf(await previewExport(administrator, { ...plain, segmentIds }));
    expect(valid).toBe(30);
    expect(sample.map(({ key }) => key)).toEqual(keys.slice(0, 20));
  });

  it("say of somebody whose record would be too large that they are not sent", async ({ administrator }) => {
    await addCatalogue();
    await addPeople({ c1: { email: "anna@example.com", note: "x".repeat(100_000) } });
    const segmentIds = [await addSegment("All", ["c1"])];
    const { sample } = valueOf(await previewExport(administrator, { ...plain, mapping, segmentIds }));
    expect(sample[0]).toMatchObject({ outcome: "too_large", fields: {}, properties: {} });
  });
});
