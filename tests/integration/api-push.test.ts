import { describe, expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import { enforceRetention } from "@/lib/retention/enforce-retention";
import { listPushes } from "@/lib/sources/push/pushes";
import { call, push, tokenFor, tokenRow, withdraw } from "../support/api";
import { allProfiles, importFile } from "../support/imports";
import { it } from "../support/workspace";

const none = { new: 0, changed: 0, unchanged: 0, refused: 0 };

describe("a push", () => {
  it("adds, changes and leaves people, and counts each", async ({ administrator }) => {
    const token = await tokenFor(administrator);
    const people = { a: { name: "Ann", orders: 1 }, b: { name: "Bob", orders: 2 } };
    expect(await push(token, people)).toEqual({ counts: { ...none, new: 2 }, refused: [] });
    expect(await push(token, { ...people, b: { orders: 3 }, c: {} })).toEqual({
      counts: { ...none, new: 1, changed: 1, unchanged: 1 },
      refused: [],
    });
    expect(await allProfiles()).toEqual({ ...people, b: { name: "Bob", orders: 3 }, c: {} });
  });

  it("takes an attribute away with null, so that another source's value shows", async ({ administrator }) => {
    await importFile(administrator, "Id,City\na,Győr\n", { key: "Id" });
    const first = await tokenFor(administrator);
    await prisma().source.updateMany({ where: { kind: "api" }, data: { position: -1 } });
    await push(first, { a: { city: "Pécs", name: "Ann" } });
    expect(await allProfiles()).toEqual({ a: { id: "a", city: "Pécs", name: "Ann" } });
    expect(await push(first, { a: { city: null } })).toMatchObject({ counts: { ...none, changed: 1 } });
    expect(await allProfiles()).toEqual({ a: { id: "a", city: "Győr", name: "Ann" } });
  });

  it("makes fields as a file would, and keeps what the catalogue says of those that are there", async ({
    administrator,
  }) => {
    await importFile(administrator, "Id,Orders\na,1\n", { key: "Id", types: { Orders: "text" } });
    const token = await tokenFor(administrator);
    const { refused } = await push(token, {
      a: { orders: 2 },
      b: { orders: "2", "E-mail": "b@example.com", "Last seen": "2026-10-01T08:00:00Z", vip: true },
    });
    expect(refused).toEqual([
      { index: 0, field: "orders", reason: "not_a_text", detail: expect.any(String) },
    ]);
    const fields = await prisma().field.findMany({ orderBy: { position: "asc" } });
    expect(fields.map(({ key, name, type, meaning }) => [key, name, type, meaning])).toEqual([
      ["id", "Id", "text", "external_id"],
      ["orders", "Orders", "text", "none"],
      ["e_mail", "E-mail", "text", "email"],
      ["last_seen", "Last seen", "datetime", "none"],
      ["vip", "vip", "boolean", "none"],
    ]);
    const source = await prisma().source.findFirstOrThrow({ where: { kind: "api" } });
    expect(source.columns).toMatchObject([
      { name: "orders" },
      { name: "E-mail" },
      { name: "Last seen" },
      { name: "vip" },
    ]);
  });

  it("makes people findable by name, as an import does", async ({ administrator }) => {
    await push(await tokenFor(administrator), { a: { full_name: "Őszi Ödön" } });
    const { rows } = await pool().query("SELECT search FROM profile");
    expect(rows).toEqual([{ search: "a oszi odon" }]);
  });

  it("takes a full batch", async ({ administrator }) => {
    const token = await tokenFor(administrator);
    const people = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, index) => [`k${index}`, { orders: index, note: "x".repeat(2_000) }]),
    );
    expect(await push(token, people)).toMatchObject({ counts: { ...none, new: 1_000 } });
    expect(await prisma().profile.count()).toBe(1_000);
  });

  it("of two sources' pushes at once loses none", async ({ administrator }) => {
    const tokens = await Promise.all([tokenFor(administrator), tokenFor(administrator)]);
    const sets = tokens.flatMap((token, index) =>
      Array.from({ length: 5 }, (_, round) => push(token, { a: { [`source_${index}_${round}`]: round } })),
    );
    await Promise.all(sets);
    expect(Object.keys((await allProfiles()).a as object)).toHaveLength(10);
  });
});

describe("a withdrawal", () => {
  it("takes away what the source said, and people nobody else knows", async ({ administrator }) => {
    await importFile(administrator, "Id,City\na,Győr\n", { key: "Id" });
    const token = await tokenFor(administrator);
    await push(token, { a: { name: "Ann" }, b: { name: "Bob" }, c: {} });
    expect(await withdraw(token, ["a", "b", "z", "", "b"])).toEqual({
      counts: { removed: 2, unknown: 1, refused: 2 },
      refused: [
        expect.objectContaining({ index: 3, field: "key", reason: "key_missing" }),
        expect.objectContaining({ index: 4, field: "key", reason: "key_repeated" }),
      ],
    });
    expect(await allProfiles()).toEqual({ a: { id: "a", city: "Győr" }, c: {} });
  });

  it("does not reach another source's people", async ({ administrator }) => {
    const [mine, theirs] = await Promise.all([tokenFor(administrator), tokenFor(administrator)]);
    await push(theirs, { a: { name: "Ann" } });
    expect(await withdraw(mine, ["a"])).toMatchObject({ counts: { removed: 0, unknown: 1 } });
    expect(await allProfiles()).toEqual({ a: { name: "Ann" } });
  });
});

describe("the history of a source's pushes", () => {
  const figures = { added: 0, changed: 0, unchanged: 0, removed: 0, unknown: 0, refused: 0 };
  const listAll = async (actor: UserActor) => {
    const source = await prisma().source.findFirstOrThrow({ where: { kind: "api" } });
    return listPushes(actor, source.id);
  };

  it("tells of each what it brought, the newest first, by the token's name and without people", async ({
    administrator,
    viewer,
  }) => {
    const token = await tokenFor(administrator, { name: "Webshop server" });
    await push(token, { a: { orders: 1 }, b: { orders: "2" } });
    await push(token, { a: { orders: 1 } });
    await withdraw(token, ["a", "z"]);
    const told = await listAll(viewer);
    expect(told).toMatchObject([
      { ...figures, removed: 1, unknown: 1, token: "Webshop server" },
      { ...figures, unchanged: 1 },
      { ...figures, added: 1, refused: 1 },
    ]);
    const { rows } = await pool().query("SELECT * FROM api_push");
    expect(
      JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? String(value) : value)),
    ).not.toMatch(/"a"|orders/);
  });

  it("has one line for a request that was repeated, and none for one that was undone", async ({
    administrator,
  }) => {
    const token = await tokenFor(administrator);
    const headers = { "idempotency-key": "order-4711" };
    const profiles = [{ key: "a", attributes: { orders: 1 } }];
    await call("POST", { profiles }, { token, headers });
    await call("POST", { profiles }, { token, headers });
    await call("POST", { profiles: [{ key: "b", attributes: {} }] }, { token, headers });
    expect(await listAll(administrator)).toHaveLength(1);
  });

  it("goes back thirty days", async ({ administrator }) => {
    const token = await tokenFor(administrator);
    await push(token, { a: {} });
    await push(token, { b: {} });
    await pool().query(
      "UPDATE api_push SET at = now() - interval '31 days' WHERE id = (SELECT min(id) FROM api_push)",
    );
    await enforceRetention();
    expect(await listAll(administrator)).toHaveLength(1);
  });
});

describe("an idempotency key", () => {
  const headers = { "idempotency-key": "order-4711" };
  const profiles = [{ key: "a", attributes: { orders: 1 } }];

  it("gets the same request the same answer, and one effect", async ({ administrator }) => {
    const token = await tokenFor(administrator);
    const first = await call("POST", { profiles }, { token, headers });
    await push(token, { a: { orders: 2 } });
    const second = await call("POST", { profiles }, { token, headers });
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(await second.json()).toEqual(await first.json());
    expect(await allProfiles()).toEqual({ a: { orders: 2 } });
  });

  it("has one effect of many requests at once", async ({ administrator }) => {
    const token = await tokenFor(administrator);
    const all = await Promise.all(
      Array.from({ length: 8 }, () => call("POST", { profiles }, { token, headers })),
    );
    const answers = await Promise.all(all.map((one) => one.json()));
    expect(answers).toEqual(answers.map(() => ({ counts: { ...none, new: 1 }, refused: [] })));
    expect(all.filter((one) => one.headers.get("idempotency-replayed") === null)).toHaveLength(1);
  });

  it("refuses another request with it, and keeps only hashes of both", async ({ administrator }) => {
    const token = await tokenFor(administrator);
    await call("POST", { profiles }, { token, headers });
    const other = await call("POST", { profiles: [{ key: "b", attributes: {} }] }, { token, headers });
    expect(other.status).toBe(422);
    expect(await call("DELETE", { keys: ["a"] }, { token, headers })).toMatchObject({ status: 422 });
    expect(await allProfiles()).toEqual({ a: { orders: 1 } });
    const stored = JSON.stringify(await prisma().apiAnswer.findMany());
    expect(stored).not.toMatch(/4711|orders|Ann/);
  });

  it("is another token's own, and free again after a day", async ({ administrator }) => {
    const [one, two] = await Promise.all([tokenFor(administrator), tokenFor(administrator)]);
    await call("POST", { profiles }, { token: one, headers });
    const others = [{ key: "b", attributes: {} }];
    expect((await call("POST", { profiles: others }, { token: two, headers })).status).toBe(200);
    await pool().query("UPDATE api_answer SET created_at = now() - interval '24 hours 1 second'");
    const late = await call("POST", { profiles: others }, { token: one, headers });
    expect(late.status).toBe(200);
    expect(await late.json()).toMatchObject({ counts: { ...none, new: 1 } });
  });

  it("is not spent by a request that failed", async ({ administrator }) => {
    const token = await tokenFor(administrator);
    await pool().query("ALTER TABLE source_record RENAME TO elsewhere");
    try {
      expect((await call("POST", { profiles }, { token, headers })).status).toBe(500);
    } finally {
      await pool().query("ALTER TABLE elsewhere RENAME TO source_record");
    }
    const again = await call("POST", { profiles }, { token, headers });
    expect(again.headers.get("idempotency-replayed")).toBeNull();
    expect(await again.json()).toMatchObject({ counts: { ...none, new: 1 } });
  });
});

it("notes a token's use at most once a minute", async ({ administrator }) => {
  const token = await tokenFor(administrator);
  expect((await tokenRow(token)).lastUsedAt).toBeNull();
  await push(token, { a: {} });
  const first = (await tokenRow(token)).lastUsedAt;
  expect(first).not.toBeNull();
  await push(token, { b: {} });
  expect((await tokenRow(token)).lastUsedAt).toEqual(first);
  await pool().query("UPDATE api_token SET last_used_at = now() - interval '61 seconds'");
  await push(token, { c: {} });
  expect((await tokenRow(token)).lastUsedAt?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? 0);
});
