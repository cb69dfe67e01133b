import { describe, expect } from "vitest";
import { pool } from "@/lib/db";
import { planRun } from "@/lib/runs/plan/plan-run";
import { acme } from "../support/connections";
import { prepareExports, savedExport } from "../support/exports";
import { onList, pressRun, runToEnd, told, useQuickKlaviyo, work } from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();

const people = {
  c1: { email: "anna@example.com", first_name: "Anna", orders: 3 },
  c2: { email: " BELA@Example.com ", first_name: "Béla" },
  c3: { email: "bela@example.com", first_name: "Other" },
  c4: { first_name: "Nobody" },
  c5: { email: "not an address" },
};

describe("A run", () => {
  it("puts the right people on the list, once, and accounts for every member", async ({ administrator }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const run = await runToEnd(administrator, exportId);
    expect(run.status).toBe("successful");
    expect(told(run.result)).toEqual({ added: 2, duplicate: 1, no_email: 1, invalid_email: 1 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(["anna@example.com", "bela@example.com"]);
    const again = await runToEnd(administrator, exportId);
    expect(told(again.result)).toEqual({ unchanged: 2, duplicate: 1, no_email: 1, invalid_email: 1 });
  });

  it("sends only what changed, and takes an old address off when a person has another", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    await runToEnd(administrator, exportId);
    await pool().query(
      `UPDATE profile SET attributes = attributes || '{"email":"anna@new.example.com"}' WHERE key = 'c1'`,
    );
    await pool().query(
      `UPDATE profile SET attributes = attributes || '{"first_name":"Bela"}' WHERE key = 'c2'`,
    );
    const run = await runToEnd(administrator, exportId);
    expect(told(run.result)).toEqual({
      added: 1,
      changed: 1,
      removed: 1,
      duplicate: 1,
      no_email: 1,
      invalid_email: 1,
    });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(["anna@new.example.com", "bela@example.com"]);
  });
});

describe("A profile that changes between plan and sending", () => {
  it("is sent as it is now, and the ledger says what was sent", async ({ administrator }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await pool().query(
      `UPDATE profile SET attributes = attributes || '{"first_name":"Annamária","orders":4}' WHERE key = 'c1'`,
    );
    await pool().query("UPDATE profile SET updated_at = now() WHERE key = 'c2'");
    await work(runId);
    const members = [...klaviyo().control.members(acme.id, lists.newsletter)];
    expect(members.find(({ email }) => email === "anna@example.com")).toMatchObject({
      first_name: "Annamária",
      properties: { Orders: 4 },
    });
    expect(told((await runToEnd(administrator, exportId)).result)).toMatchObject({ unchanged: 2 });
  });

  it("loses a custom property at Klaviyo when it has no value any more", async ({ administrator }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    await runToEnd(administrator, exportId);
    await pool().query("UPDATE profile SET attributes = attributes - 'orders' WHERE key = 'c1'");
    expect(told((await runToEnd(administrator, exportId)).result)).toMatchObject({ changed: 1 });
    const members = [...klaviyo().control.members(acme.id, lists.newsletter)];
    expect(members.find(({ email }) => email === "anna@example.com")?.properties).toEqual({});
  });

  it("keeps a core field at Klaviyo when it has no value any more, and says so once", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    await runToEnd(administrator, exportId);
    await pool().query("UPDATE profile SET attributes = attributes - 'first_name' WHERE key = 'c1'");
    const second = await runToEnd(administrator, exportId);
    expect(told(second.result)).toMatchObject({ changed: 1 });
    expect(second).toMatchObject({ status: "completed_with_warnings", result: { warnings: 1 } });
    const members = [...klaviyo().control.members(acme.id, lists.newsletter)];
    expect(members.find(({ email }) => email === "anna@example.com")?.first_name).toBe("Anna");
    await pool().query("UPDATE profile SET attributes = attributes || '{\"orders\": 99}' WHERE key = 'c1'");
    expect((await runToEnd(administrator, exportId)).status).toBe("successful");
  });
});
