import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FieldValue, MappedPerson } from "../types";
import { limits } from "./limits";
import { createEncoder, encodeProfile } from "./mapping";

const person = (change: Partial<MappedPerson> = {}): MappedPerson => ({
  fields: { email: "anna@example.com" },
  properties: {},
  unset: [],
  ...change,
});

function encode(change: Partial<MappedPerson>) {
  const encoded = encodeProfile(person(change));
  if (!encoded.ok) throw new Error(encoded.code);
  return {
    ...encoded,
    sent: JSON.parse(encoded.record.json) as { attributes: Record<string, unknown>; meta?: object },
  };
}
const withFields = (fields: Record<string, FieldValue | null>) =>
  encode({ fields: { email: "anna@example.com", ...fields } });
const withProperties = (properties: Record<string, FieldValue | null>) => encode({ properties });

describe("the identifier", () => {
  it("is the address as it is compared", () => {
    const { sent, identifier } = encode({ fields: { email: "  Anna@EXAMPLE.com " } });
    expect(sent.attributes).toEqual({ email: "anna@example.com" });
    expect(identifier).toBe("anna@example.com");
  });

  it.each([
    [undefined, "email_missing"],
    [null, "email_missing"],
    ["", "email_missing"],
    [5, "email_missing"],
    ["anna@", "email_invalid"],
  ])("%j makes no record", (email, code) => {
    expect(encodeProfile(person({ fields: { email } }))).toEqual({ ok: false, code });
  });
});

describe("core fields", () => {
  it("go where Klaviyo wants them", () => {
    const fields = { first_name: "Anna", "location.city": "Győr", "location.zip": 9021, external_id: 42 };
    expect(withFields(fields).sent.attributes).toEqual({
      email: "anna@example.com",
      external_id: "42",
      first_name: "Anna",
      location: { city: "Győr", zip: "9021" },
    });
  });

  it("are left out when empty, never null", () => {
    const { record } = withFields({ first_name: "", last_name: "  ", title: null, "location.city": "" });
    expect(record.json).toBe('{"type":"profile","attributes":{"email":"anna@example.com"}}');
  });

  it.each([
    ["phone_number", "06301234567", "phone_not_international"],
    ["phone_number", "+99912345678", "phone_implausible"],
    ["external_id", "x".repeat(256), "too_long"],
    ["location.latitude", "north", "not_a_coordinate"],
    ["location.latitude", 90.5, "not_a_coordinate"],
    ["location.longitude", -181, "not_a_coordinate"],
  ])("%s %j is left out with a warning", (field, value, code) => {
    const { sent, warnings } = withFields({ [field]: value });
    expect(sent.attributes).toEqual({ email: "anna@example.com" });
    expect(warnings).toEqual([{ field, code }]);
  });

  it("carry coordinates as numbers and phones in E.164", () => {
    const { attributes } = withFields({ "location.latitude": "47.49", phone_number: "+36 30 123 4567" }).sent;
    expect(attributes).toMatchObject({ location: { latitude: 47.49 }, phone_number: "+36301234567" });
  });

  it("that Klaviyo does not know are not sent, since one would refuse the whole request", () => {
    expect(withFields({ anonymous_id: "x", nickname: "A" }).sent.attributes).toEqual({
      email: "anna@example.com",
    });
  });
});

describe("custom properties", () => {
  it("keep their JSON types", () => {
    const properties = {
      Count: 5,
      Code: "01234",
      Member: true,
      Since: new Date("2026-03-01T10:00:00Z"),
      Tags: ["a", "", "b"],
    };
    expect(withProperties(properties).sent.attributes["properties"]).toEqual({
      Code: "01234",
      Count: 5,
      Member: true,
      Since: "2026-03-01T10:00:00.000Z",
      Tags: ["a", "b"],
    });
  });

  it("are left out when they have no value", () => {
    expect(withProperties({ A: null, B: "", C: " ", D: [] }).sent.attributes).toEqual({
      email: "anna@example.com",
    });
  });

  it.each([
    ["$source", "x", "property_name_reserved"],
    [" $source", "x", "property_name_reserved"],
    ["  ", "x", "property_name_empty"],
    ["Ratio", Number.NaN, "not_a_value"],
    ["Ratio", Number.POSITIVE_INFINITY, "not_a_value"],
    ["Since", new Date(Number.NaN), "not_a_value"],
  ])("%j: %j is left out with a warning", (name, value, code) => {
    const { sent, warnings } = withProperties({ [name]: value });
    expect(sent.attributes).toEqual({ email: "anna@example.com" });
    expect(warnings).toEqual([{ field: name, code }]);
  });

  it("have names on one line, the first of two equal ones winning", () => {
    const { sent, warnings } = withProperties({ "Fav\u0000 \n colour": "red", "Fav colour": "blue" });
    expect(sent.attributes["properties"]).toEqual({ "Fav colour": "red" });
    expect(warnings).toEqual([{ field: "Fav colour", code: "property_name_twice" }]);
  });

  it("may be called __proto__", () => {
    const { record } = encode({ properties: Object.fromEntries([["__proto__", "x"]]) });
    expect(record.json).toContain('"properties":{"__proto__":"x"}');
  });

  it("that emptied are unset, unless they have a value under the same name", () => {
    const { sent } = encode({ properties: { Kept: 1 }, unset: ["Gone", "Kept", "$x", "Gone ", "Also"] });
    expect(sent.meta).toEqual({ patch_properties: { unset: ["Also", "Gone"] } });
  });
});

it("lone surrogates and control characters do not reach Klaviyo", () => {
  const { record } = encode({ fields: { email: "anna@example.com", first_name: "A\uD800n\u0000n\u0007a" } });
  expect(record.json).toContain('"first_name":"A\uFFFDnna"');
});

it("a record over the limit is flagged, one at the limit is not", () => {
  const base = encode({ properties: { x: "y" } }).record.bytes - 1;
  const fits = encodeProfile(person({ properties: { x: "y".repeat(limits.recordBytes - base) } }));
  expect(fits).toMatchObject({ ok: true, record: { bytes: limits.recordBytes } });
  expect(encodeProfile(person({ properties: { x: "y".repeat(limits.recordBytes - base + 1) } }))).toEqual({
    ok: false,
    code: "record_too_large",
  });
});

it("is pure: no null, true byte counts, and the same text whatever the order of the mapping", () => {
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string()),
  );
  const values = fc.dictionary(fc.string(), value, { maxKeys: 8 });
  fc.assert(
    fc.property(values, fc.array(fc.string()), (properties, unset) => {
      const encoded = encodeProfile(person({ properties, unset }));
      if (!encoded.ok) throw new Error(encoded.code);
      const { json, bytes } = encoded.record;
      expect(bytes).toBe(Buffer.byteLength(json));
      expect(json.isWellFormed()).toBe(true);
      JSON.parse(json, (_, each: unknown) => expect(each).not.toBeNull());
      const names = Object.keys(
        (JSON.parse(json) as { attributes: { properties?: object } }).attributes.properties ?? {},
      );
      expect(names.some((name) => name.startsWith("$"))).toBe(false);
      const distinct = !encoded.warnings.some((warning) => warning.code === "property_name_twice");
      const reversed = Object.fromEntries(Object.entries(properties).reverse());
      const again = encodeProfile(person({ properties: reversed, unset: [...unset].reverse() }));
      if (distinct) expect(again).toMatchObject({ record: { json } });
    }),
  );
});

describe("for many people of one shape", () => {
  const shape = { fields: ["title", "phone_number"], properties: ["Plan", "Plan ", "$no"] };
  const email = "anna@example.com";
  const none = { fields: [], properties: [] };

  it("says of each value whether there is one, be it left out with a warning", () => {
    const encode = createEncoder(shape);
    const first = encode({ email, values: [" ", "12", "gold", null, "x"], had: none });
    expect(first).toMatchObject({ filled: "01100", record: { json: expect.stringContaining("gold") } });
    const second = encode({ email, values: ["Dr", null, "", "silver", "x"], had: none });
    expect(second).toMatchObject({
      filled: "10010",
      record: {
        json: `{"type":"profile","attributes":{"email":"${email}","title":"Dr","properties":{"Plan":"silver"}}}`,
      },
    });
  });

  it("warns of core fields that emptied, which stay at Klaviyo, and unsets properties", () => {
    const had = { fields: ["title", "phone_number", "image"], properties: ["Plan", "Old"] };
    const encoded = createEncoder(shape)({ email, values: [null, "x", null, null, null], had });
    expect(encoded).toMatchObject({
      warnings: [
        { field: "phone_number", code: "phone_not_international" },
        { field: "$no", code: "property_name_reserved" },
        { field: "title", code: "emptied" },
      ],
      record: { json: expect.stringContaining('"unset":["Old","Plan"]') },
    });
  });
});
