import { describe, expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { asJson, pool, prisma } from "@/lib/db";
import { saveExport } from "@/lib/exports/save-export";
import type { Mapping } from "@/lib/exports/schema";
import { toStorable } from "@/lib/storable-text";
import { acme } from "../support/connections";
import { addSegment, prepareExports, savedExport } from "../support/exports";
import { type Attributes, addFields } from "../support/people";
import { hurryToEnd, onList, outcomeRows, told, useQuickKlaviyo } from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();

/** Runs an export of Anna, who is in order, and one more person; answers how that one fared. */
async function runWith(administrator: UserActor, other: Record<string, unknown>, mapping: Mapping) {
  const people = { a1: { email: "anna@example.com" }, b1: other as Attributes };
  const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
  const exportId = await savedExport(administrator, { ...form, mapping });
  const run = await hurryToEnd(administrator, exportId);
  const warnings = await pool().query<{ field: string; code: string }>(
    "SELECT field, code FROM run_data.warning ORDER BY field",
  );
  const [profile] = [...klaviyo().control.profiles(acme.id)].filter(
    ({ email }) => email !== "anna@example.com",
  );
  expect(onList(klaviyo(), lists.newsletter)).toContain("anna@example.com");
  return { run, outcomes: told(run.result), profile, warnings: warnings.rows };
}

const note: Mapping = { fields: [], properties: [{ name: "Note", field: "note" }] };
const firstName: Mapping = { fields: [{ to: "first_name", field: "first_name" }], properties: [] };
const bela = { email: "bela@example.com" };

describe("A value", () => {
  it("of 100 KB has its person rejected by name before anything is sent of them", async ({
    administrator,
  }) => {
    const person = { ...bela, note: "x".repeat(100_000) };
    const { run, outcomes, profile } = await runWith(administrator, person, note);
    expect(outcomes).toEqual({ added: 1, rejected: 1 });
    expect(await outcomeRows(run.id, "rejected")).toMatchObject([
      { identifier: "bela@example.com", code: "record_too_large" },
    ]);
    expect(profile).toBeUndefined();
  });

  it("of 90 KB is sent whole", async ({ administrator }) => {
    const { outcomes, profile } = await runWith(administrator, { ...bela, note: "x".repeat(90_000) }, note);
    expect(outcomes).toEqual({ added: 2 });
    expect(profile?.properties).toEqual({ Note: "x".repeat(90_000) });
  });

  it("of any kind is sent as it is, without what nobody typed", async ({ administrator }) => {
    const cases: [written: unknown, sent: unknown][] = [
      ["a\u0001b\u0008c\u007fd\u0085e", "abcde"],
      [" one\ttwo\nthree ", "one\ttwo\nthree"],
      [toStorable("a\ud83db"), "a\ufffdb"],
      ['😀 "q" \\ <b>&', '😀 "q" \\ <b>&'],
      ["00123", "00123"],
      [12.5, 12.5],
      ["12345678901234567890", "12345678901234567890"],
      ["2026-02-28", "2026-02-28"],
      [false, false],
      [
        ["a", "b"],
        ["a", "b"],
      ],
      [null, undefined],
      ["", undefined],
      [" \u0001\u0002 ", undefined],
      [[], undefined],
    ];
    const people = cases.map(([written], index) => [
      `v${index}`,
      { email: `v${index}@example.com`, note: written },
    ]);
    const { form } = await prepareExports(klaviyo(), administrator, {
      people: Object.fromEntries(people) as Record<string, Attributes>,
    });
    const run = await hurryToEnd(administrator, await savedExport(administrator, { ...form, mapping: note }));
    expect(told(run.result)).toEqual({ added: cases.length });
    expect(run.status).toBe("successful");
    const sent = new Map(
      [...klaviyo().control.profiles(acme.id)].map((one) => [one.email, one.properties["Note"]]),
    );
    for (const [index, [, expected]] of cases.entries())
      expect([index, sent.get(`v${index}@example.com`)]).toEqual([index, expected]);
  });

  it("that is JSON within JSON is left out with a warning, and the rest is sent", async ({
    administrator,
  }) => {
    const nested: unknown[] = [{ a: { b: 1 } }, [{ a: 1 }], [["a"]]];
    const people = Object.fromEntries(
      nested.map((written, index) => {
        const person: unknown = { email: `n${index}@example.com`, note: written, first_name: written };
        return [`n${index}`, person as Attributes];
      }),
    );
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const mapping = { ...firstName, properties: note.properties };
    const run = await hurryToEnd(administrator, await savedExport(administrator, { ...form, mapping }));
    expect(told(run.result)).toEqual({ added: 3 });
    expect(run).toMatchObject({ status: "completed_with_warnings", result: { warnings: 6 } });
    const { rows } = await pool().query("SELECT DISTINCT field, code FROM run_data.warning ORDER BY field");
    expect(rows.map(({ code }) => code)).toEqual(["not_a_value", "not_a_value"]);
    for (const profile of klaviyo().control.profiles(acme.id))
      expect(profile).toMatchObject({ first_name: null, properties: {} });
  });
});

describe("Custom properties", () => {
  it("are sent, 300 of them", async ({ administrator }) => {
    const names = Array.from({ length: 300 }, (_, index) => `field_${String(index).padStart(3, "0")}`);
    await addFields(Object.fromEntries(names.map((name) => [name, "text" as const])));
    const values = Object.fromEntries(names.map((name) => [name, `value of ${name}`]));
    const mapping = { fields: [], properties: names.map((name) => ({ name, field: name })) };
    const { outcomes, profile } = await runWith(administrator, { ...bela, ...values }, mapping);
    expect(outcomes).toEqual({ added: 2 });
    expect(profile?.properties).toEqual(values);
  });

  it("cannot be given a name that begins with $; an older export that has one sends the rest", async ({
    administrator,
  }) => {
    const people = { b1: { ...bela, note: "x", orders: 3 } };
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const properties = [
      { name: "$consent", field: "note" },
      { name: "Price in $", field: "orders" },
    ];
    const wanted = { ...form, mapping: { fields: [], properties } };
    expect(await saveExport(administrator, wanted)).toMatchObject({
      ok: false,
      fields: { "mapping.properties.0.name": { code: "property_name_reserved" } },
    });
    const exportId = await savedExport(administrator, form);
    await prisma().export.update({ where: { id: exportId }, data: { mapping: asJson(wanted.mapping) } });
    const run = await hurryToEnd(administrator, exportId);
    expect(told(run.result)).toEqual({ added: 1 });
    expect(run.result.warnings).toBe(1);
    const [member] = [...klaviyo().control.members(acme.id, lists.newsletter)];
    expect(member?.properties).toEqual({ "Price in $": 3 });
  });
});

describe("An address", () => {
  it("is sent as it is compared, or is invalid and hinders nobody else", async ({ administrator }) => {
    const valid = {
      "  BELA@Example.COM ": "bela@example.com",
      "bela+news@example.com": "bela+news@example.com",
      "o'neil@example.com": "o'neil@example.com",
      "ｃｉｌｉ＠ｅｘａｍｐｌｅ．ｃｏｍ": "cili@example.com",
      "dora@xn--bcher-kva.example": "dora@xn--bcher-kva.example",
    };
    const invalid = [
      '"bela"@example.com',
      "béla@example.com",
      "bela@bücher.example",
      "be la@example.com",
      "bela@example.com\nx@example.com",
      "bela@@example.com",
      "be\u0001la@example.com",
      `${"b".repeat(100_000)}@example.com`,
      42,
    ];
    const people = [...Object.keys(valid), ...invalid].map((email, index) => [`a${index}`, { email }]);
    const { form, lists } = await prepareExports(klaviyo(), administrator, {
      people: Object.fromEntries(people) as Record<string, Attributes>,
    });
    const run = await hurryToEnd(administrator, await savedExport(administrator, form));
    expect(told(run.result)).toEqual({ added: 5, invalid_email: invalid.length });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(Object.values(valid).toSorted());
    const refused = (await outcomeRows(run.id, "invalid_email")).map(({ identifier }) => identifier);
    expect(refused).toContain("béla@example.com");
  });

  it(
    "of 10,000 members is sent once, with the smallest key's attributes; the others are duplicates of it",
    {
      timeout: 60_000,
    },
    async ({ administrator }) => {
      const { form, lists } = await prepareExports(klaviyo(), administrator);
      await pool().query(
        `INSERT INTO profile (key, attributes, search)
       SELECT 'k' || lpad(n::text, 5, '0'), jsonb_build_object('email',
         CASE WHEN n % 2 = 0 THEN 'Same@Example.com' ELSE ' same@example.com ' END, 'first_name', 'N' || n), ''
       FROM generate_series(1, 10000) n`,
      );
      const { rows } = await pool().query<{ key: string }>("SELECT key FROM profile WHERE key LIKE 'k%'");
      const everybody = await addSegment(
        "Everybody",
        rows.map(({ key }) => key),
      );
      const exportId = await savedExport(administrator, { ...form, segmentIds: [everybody] });
      const run = await hurryToEnd(administrator, exportId);
      expect(told(run.result)).toEqual({ added: 1, duplicate: 9_999 });
      expect(run.status).toBe("successful");
      const members = [...klaviyo().control.members(acme.id, lists.newsletter)];
      expect(members).toMatchObject([{ email: "same@example.com", first_name: "N1" }]);
      const { rows: others } = await pool().query(
        `SELECT p.key, count(*)::int AS people FROM run_data.outcome o JOIN profile p ON p.id = o.other_profile_id
       WHERE o.kind = 'duplicate' GROUP BY p.key`,
      );
      expect(others).toEqual([{ key: "k00001", people: 9_999 }]);
    },
  );
});
