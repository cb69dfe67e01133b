import { describe, expect } from "vitest";
import { inSqlTransaction, pool } from "@/lib/db";
import type { MergeMode } from "@/lib/sources/merge-modes";
import { mergeRecords } from "@/lib/sources/merge-records";
import { allProfiles, importFile } from "../support/imports";
import { it } from "../support/workspace";

type People = Record<string, Record<string, string>>;

/** Stages `people` as any kind of source does, and merges them. */
function merge(sourceId: string, mode: MergeMode, people: People) {
  return inSqlTransaction(async (client) => {
    await client.query("CREATE TEMP TABLE staged (key text, attributes jsonb) ON COMMIT DROP");
    await client.query("INSERT INTO staged SELECT key, value FROM jsonb_each($1)", [people]);
    return mergeRecords(client, { sourceId, table: "staged", mode });
  });
}

const shop = "Id,Name,City\n1,Ann,Pécs\n2,Ben,Győr\n3,Cid,Vác\n";

describe("merging records", () => {
  it("by upsert adds and changes, and keeps whom the set does not name", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, shop, { key: "Id" });
    const counts = await merge(sourceId, "upsert", { 1: { name: "Anna" }, 4: { name: "Dot" } });
    expect(counts).toEqual({ added: 1, changed: 1, unchanged: 0, gone: 0, erased: 0 });
    const people = await allProfiles();
    expect(Object.keys(people)).toEqual(["1", "2", "3", "4"]);
    expect(people[1]).toEqual({ name: "Anna" });
  });

  it("by replace takes away whom the set does not name, with their memberships", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, shop, { key: "Id" });
    await pool().query(
      `INSERT INTO segment (id, name, definition, updated_at) VALUES (gen_random_uuid(), 'All', '{}', now())`,
    );
    await pool().query("INSERT INTO segment_member SELECT s.id, p.id FROM segment s, profile p");
    const ben = { id: "2", name: "Ben", city: "Győr" };
    const counts = await merge(sourceId, "replace", { 2: ben, 4: { name: "Dot" } });
    expect(counts).toEqual({ added: 1, changed: 0, unchanged: 1, gone: 2, erased: 0 });
    expect(await allProfiles()).toEqual({ 2: ben, 4: { name: "Dot" } });
    const { rows } = await pool().query(
      "SELECT p.key FROM segment_member m LEFT JOIN profile p ON p.id = m.profile_id",
    );
    expect(rows).toEqual([{ key: "2" }]);
  });

  it("by replace leaves what another source says about the same people", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, shop, { key: "Id", name: "Shop" });
    await importFile(contributor, "Id,Name,Phone\n1,Annie,123 456\n", { key: "Id", name: "Till" });
    expect(await merge(sourceId, "replace", {})).toMatchObject({ gone: 3 });
    expect(await allProfiles()).toEqual({ 1: { id: "1", name: "Annie", phone: "123 456" } });
  });

  it("changes nothing when the transaction that asked for it fails", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, shop, { key: "Id" });
    const before = await allProfiles();
    const failing = inSqlTransaction(async (client) => {
      await client.query("CREATE TEMP TABLE staged (key text, attributes jsonb) ON COMMIT DROP");
      await mergeRecords(client, { sourceId, table: "staged", mode: "replace" });
      throw new Error("later");
    });
    await expect(failing).rejects.toThrow("later");
    expect(await allProfiles()).toEqual(before);
  });

  it("twice in one transaction counts each by itself", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, shop, { key: "Id" });
    const counts = await inSqlTransaction(async (client) => {
      await client.query("CREATE TEMP TABLE staged (key text, attributes jsonb) ON COMMIT DROP");
      await client.query(`INSERT INTO staged VALUES ('9', '{"name": "Eve"}')`);
      const staged = { sourceId, table: "staged", mode: "upsert" } as const;
      return [await mergeRecords(client, staged), await mergeRecords(client, staged)];
    });
    expect(counts).toMatchObject([{ added: 1 }, { added: 0, unchanged: 1 }]);
  });
});
