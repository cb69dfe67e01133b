import { describe, expect } from "vitest";
import { createToken } from "@/lib/api/create-token";
import { listApiSources, listTokens } from "@/lib/api/queries";
import { revokeToken } from "@/lib/api/revoke-token";
import { createTokenSchema } from "@/lib/api/schema";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { lockProfiles } from "@/lib/profiles/unify-profiles";
import { getSource, listSources } from "@/lib/sources/queries";
import { removeSource } from "@/lib/sources/remove-source";
import { call, push, tokenFor, tokenRow } from "../support/api";
import { allProfiles, beginImport, importFile } from "../support/imports";
import { it } from "../support/workspace";

const input = { name: "Webshop", sourceName: "Shop", scopes: ["profiles:write" as const], days: 90 as const };

describe("a token", () => {
  it("is told once, and kept as a hash and four characters", async ({ administrator }) => {
    const token = await tokenFor(administrator, { name: "Webshop" });
    expect(token).toMatch(/^ferry_[\w-]{43}$/);
    const [line] = await listTokens(administrator);
    expect(line).toMatchObject({
      name: "Webshop",
      source: "Webshop",
      lastFour: token.slice(-4),
      status: "active",
      createdBy: "administrator",
      lastUsedAt: null,
    });
    const days = (new Date(line?.expiresAt ?? 0).getTime() - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    const { rows } = await pool().query(
      "SELECT t::text AS kept FROM api_token t UNION ALL SELECT e::text FROM audit_event e",
    );
    const kept = JSON.stringify(rows);
    expect(kept).not.toContain(token.slice(6, -4));
  });

  it("makes its source, or feeds one that is there", async ({ administrator }) => {
    await tokenFor(administrator, { name: "One", sourceName: "Shop" });
    const [source] = await listApiSources(administrator);
    expect(source).toMatchObject({ name: "Shop" });
    const second = await tokenFor(administrator, { name: "Two", sourceId: source?.id });
    await push(second, { a: { name: "Ann" } });
    expect(await prisma().sourceRecord.count({ where: { sourceId: source?.id } })).toBe(1);
    expect(await listApiSources(administrator)).toHaveLength(1);
  });

  it("is named by the source that it would end with, as long as it works", async ({
    administrator,
    viewer,
  }) => {
    await tokenFor(administrator, { name: "Two", sourceName: "Shop" });
    const [source] = await listApiSources(administrator);
    const sourceId = source?.id ?? "";
    await tokenFor(administrator, { name: "One", sourceId });
    await tokenFor(administrator, { name: "Old", sourceId });
    const revoked = await tokenRow(await tokenFor(administrator, { name: "Revoked", sourceId }));
    await revokeToken(administrator, { tokenId: revoked.id });
    await prisma().apiToken.updateMany({ where: { name: "Old" }, data: { expiresAt: new Date(0) } });
    expect((await getSource(viewer, sourceId)).tokens).toEqual(["One", "Two"]);
    expect((await listSources(viewer)).map(({ tokens }) => tokens)).toEqual([["One", "Two"]]);
  });

  it("does not feed a file's source", async ({ administrator }) => {
    const { sourceId } = await importFile(administrator, "Id\n1\n", { key: "Id" });
    expect(await listApiSources(administrator)).toEqual([]);
    await expect(createToken(administrator, { ...input, sourceId })).rejects.toThrow(NotFound);
  });

  it("has a source that no file is imported into", async ({ administrator }) => {
    await tokenFor(administrator, { name: "Webshop" });
    const [source] = await listApiSources(administrator);
    await expect(beginImport(administrator, "Id\n1\n", { key: "Id", sourceId: source?.id })).rejects.toThrow(
      NotFound,
    );
  });

  it("has a name of its own, and so has its source", async ({ administrator }) => {
    await createToken(administrator, input);
    expect(
      await createToken(administrator, { ...input, name: "WEBSHOP", sourceName: "Other" }),
    ).toMatchObject({
      fields: { name: { code: "name_taken" } },
    });
    expect(await createToken(administrator, { ...input, name: "Other" })).toMatchObject({
      fields: { sourceName: { code: "name_taken" } },
    });
    expect(await prisma().source.count()).toBe(1);
    const [token] = await listTokens(administrator);
    await revokeToken(administrator, { tokenId: token?.id ?? "" });
    expect(await createToken(administrator, { ...input, sourceName: "Other" })).toMatchObject({ ok: true });
  });

  it("is refused without a scope, without a source and for ever", () => {
    for (const wrong of [
      { scopes: [] },
      { scopes: ["exports:read"] },
      { sourceName: undefined },
      { days: 36_500 },
    ])
      expect(createTokenSchema.safeParse({ ...input, ...wrong }).success).toBe(false);
    expect(createTokenSchema.safeParse(input).success).toBe(true);
  });
});

describe("revoking", () => {
  it("takes a token out of use, once, and is audited", async ({ administrator }) => {
    const token = await tokenFor(administrator);
    const { id } = await tokenRow(token);
    await revokeToken(administrator, { tokenId: id });
    const first = (await tokenRow(token)).revokedAt;
    await revokeToken(administrator, { tokenId: id });
    expect((await tokenRow(token)).revokedAt).toEqual(first);
    expect((await listTokens(administrator))[0]?.status).toBe("revoked");
    const events = await prisma().auditEvent.findMany({ orderBy: { id: "asc" } });
    expect(events.map(({ action, objectType }) => [action, objectType])).toEqual([
      ["source.create", "source"],
      ["api_token.create", "api_token"],
      ["api_token.revoke", "api_token"],
    ]);
  });

  it("reaches a request that stands in line", async ({ administrator }) => {
    const token = await tokenFor(administrator);
    const { id } = await tokenRow(token);
    let waiting: Promise<Response> | undefined;
    await inSqlTransaction(async (client) => {
      await lockProfiles(client);
      waiting = call("POST", { profiles: [{ key: "a", attributes: {} }] }, { token });
      await expect.poll(async () => (await tokenRow(token)).lastUsedAt).not.toBeNull();
      await revokeToken(administrator, { tokenId: id });
    });
    expect((await waiting)?.status).toBe(401);
    expect(await allProfiles()).toEqual({});
  });
});

it("goes with its source", async ({ administrator }) => {
  const token = await tokenFor(administrator);
  await push(token, { a: {} }, { headers: { "idempotency-key": "k" } });
  await removeSource(administrator, { sourceId: (await tokenRow(token)).sourceId ?? "" });
  expect((await call("POST", { profiles: [{ key: "a", attributes: {} }] }, { token })).status).toBe(401);
  expect(await prisma().apiAnswer.count()).toBe(0);
  expect(await allProfiles()).toEqual({});
});
