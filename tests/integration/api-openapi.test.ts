import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect } from "vitest";
import { revokeToken } from "@/lib/api/revoke-token";
import type { Actor } from "@/lib/auth/permissions";
import { inSqlTransaction, pool } from "@/lib/db";
import { lockProfiles } from "@/lib/profiles/unify-profiles";
import { root } from "@/scripts/paths";
import { type Call, call, push, tokenFor, tokenRow } from "../support/api";
import { expectDocumented, judge, readDocument } from "../support/api-document";
import { it } from "../support/workspace";

// As https://spec.openapis.org/oas/3.1/schema/ has it (Apache-2.0).
const published = path.join(root, "tests/support/schemas/openapi-3.1.json");

describe("the document", () => {
  it("is OpenAPI 3.1 by the published schema, with schemas that are schemas", async () => {
    const document = await readDocument();
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addFormat("media-range", true);
    const validate = ajv.compile(JSON.parse(readFileSync(published, "utf8")) as object);
    validate(document);
    expect(validate.errors).toBeNull();
    for (const schema of Object.values(document.components.schemas))
      expect(ajv.validateSchema({ $schema: "https://json-schema.org/draft/2020-12/schema", ...schema })).toBe(
        true,
      );
  });

  it("gives the address people open, and resolves every reference", async () => {
    const document = await readDocument();
    expect(document.servers[0]?.url).toMatch(/^http/);
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)];
    expect(new Set(references.map(([, name]) => name))).toEqual(
      new Set(Object.keys(document.components.schemas)),
    );
  });

  it("takes the bodies that the route takes, and refuses those it refuses", async () => {
    const document = await readDocument();
    const reference = "#/components/schemas/Push";
    const row = { key: "a", attributes: { name: "Ann", orders: 1, vip: true, city: null } };
    expect(judge(document, reference, { profiles: [row] })).toBeNull();
    for (const body of [
      { profiles: [] },
      { profiles: [{ key: "" }] },
      { people: [row] },
      { profiles: [{ ...row, key: 1 }] },
    ])
      expect(judge(document, reference, body)).not.toBeNull();
  });
});

const good = {
  POST: { profiles: [{ key: "a", attributes: { orders: 1 } }] },
  DELETE: { keys: ["a"] },
} as const;
type Method = keyof typeof good;

/** How each status of the document is provoked: what to do first, and what to send. */
const provoked: Record<
  string,
  (actor: Actor, method: Method) => Promise<Call & { bodies?: Record<Method, unknown> }>
> = {
  "200": async (actor) => ({ token: await tokenFor(actor) }),
  "200 of an earlier request": async (actor, method) => {
    const again = { token: await tokenFor(actor), headers: { "idempotency-key": "k" } };
    await call(method, good[method], again);
    return again;
  },
  "200 with refused rows": async (actor) => ({
    token: await tokenFor(actor),
    bodies: { POST: { profiles: [{ key: "a", attributes: { tags: [] } }, 5] }, DELETE: { keys: ["", 5] } },
  }),
  "400 for no JSON": async (actor) => ({ token: await tokenFor(actor), raw: '{"profiles": [' }),
  "400 for bytes that are no UTF-8": async (actor) => ({
    token: await tokenFor(actor),
    raw: new Uint8Array([34, 255, 34]),
  }),
  "400 for another shape": async (actor) => ({
    token: await tokenFor(actor),
    bodies: { POST: { people: [] }, DELETE: { people: [] } },
  }),
  "400 for more rows than a batch has": async (actor) => ({
    token: await tokenFor(actor),
    bodies: { POST: { profiles: Array(1_001).fill({}) }, DELETE: { keys: Array(1_001).fill("a") } },
  }),
  "400 for an unusable idempotency key": async (actor) => ({
    token: await tokenFor(actor),
    headers: { "idempotency-key": "two words" },
  }),
  "400 for a body that breaks off": async (actor) => ({
    token: await tokenFor(actor),
    raw: new ReadableStream({ start: (stream) => stream.error(new Error("gone")) }),
  }),
  "401 without a token": async () => ({}),
  "401 for another kind of sign-in": async () => ({ headers: { authorization: "Basic YTpi" } }),
  "401 for an unknown token": async () => ({ token: "ferry_0123456789" }),
  "401 for a revoked token": async (actor) => {
    const token = await tokenFor(actor);
    await revokeToken(actor, { tokenId: (await tokenRow(token)).id });
    return { token };
  },
  "401 for an expired token": async (actor) => {
    const token = await tokenFor(actor);
    await pool().query("UPDATE api_token SET expires_at = now()");
    return { token };
  },
  "403": async (actor, method) => ({
    token: await tokenFor(actor, { scopes: [method === "POST" ? "profiles:delete" : "profiles:write"] }),
  }),
  "413 by its own account": async (actor) => ({
    token: await tokenFor(actor),
    headers: { "content-length": String(5 * 1024 ** 2 + 1) },
  }),
  "413 as it turns out": async (actor) => ({
    token: await tokenFor(actor),
    raw: new Blob(Array(6).fill(" ".repeat(1024 ** 2))).stream(),
  }),
  "415 for a form": async (actor) => ({
    token: await tokenFor(actor),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  }),
  "415 for another character set": async (actor) => ({
    token: await tokenFor(actor),
    headers: { "content-type": "application/json; charset=iso-8859-2" },
  }),
  "415 for a compressed body": async (actor) => ({
    token: await tokenFor(actor),
    headers: { "content-encoding": "gzip" },
  }),
  "422": async (actor, method) => {
    const token = await tokenFor(actor);
    const headers = { "idempotency-key": "k" };
    await call(method, method === "POST" ? { profiles: [{ key: "b", attributes: {} }] } : { keys: ["b"] }, {
      token,
      headers,
    });
    return { token, headers };
  },
  "429": async (actor) => {
    const token = await tokenFor(actor);
    await push(token, { a: {} });
    await pool().query("UPDATE attempt_bucket SET passed = array_fill(clock_timestamp(), ARRAY[120])");
    return { token };
  },
  "500": async (actor) => {
    const token = await tokenFor(actor);
    await push(token, { "Secret-7": {} });
    await pool().query("ALTER TABLE profile RENAME TO elsewhere");
    const profiles = [{ key: "Secret-7", attributes: { orders: 1 } }];
    return { token, bodies: { POST: { profiles }, DELETE: { keys: ["Secret-7"] } } };
  },
};

const cases = (["POST", "DELETE"] as const).flatMap((method) =>
  Object.entries(provoked).map(([name, prepare]) => ({ method, name, prepare })),
);

it.for(cases)(
  "answers a $method as documented: $name",
  async ({ method, name, prepare }, { administrator }) => {
    const { bodies, ...how } = await prepare(administrator, method);
    try {
      const response = await call(method, (bodies ?? good)[method], how);
      expect(response.status).toBe(Number(name.slice(0, 3)));
      await expectDocumented(response, method);
    } finally {
      await pool().query("ALTER TABLE IF EXISTS elsewhere RENAME TO profile");
    }
  },
);

it("answers 503, as documented, while an import is being merged for long, and goes on after it", async ({
  administrator,
}) => {
  const token = await tokenFor(administrator);
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
  const { promise: hasBegun, resolve: begin } = Promise.withResolvers<void>();
  const merge = inSqlTransaction(async (client) => {
    await lockProfiles(client);
    begin();
    await isOver;
  });
  await hasBegun;
  const [first, second] = await Promise.all([
    call("POST", good.POST, { token }),
    call("DELETE", good.DELETE, { token }),
  ]);
  end();
  await merge;
  expect([first.status, second.status]).toContain(503);
  for (const [response, method] of [
    [first, "POST"],
    [second, "DELETE"],
  ] as const)
    if (response.status === 503) await expectDocumented(response, method);
  expect(await push(token, { a: {} })).toMatchObject({ counts: { new: 1 } });
});

it("the cases above provoke every status the document has", async () => {
  const document = await readDocument();
  for (const operation of Object.values(document.paths["/api/v1/profiles"] ?? {})) {
    const statuses = Object.keys(operation.responses);
    expect(statuses.toSorted()).toEqual(
      [...new Set([...Object.keys(provoked).map((name) => name.slice(0, 3)), "503"])].toSorted(),
    );
  }
});
