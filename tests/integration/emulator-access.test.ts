import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openEmulator, testAccount, type TestEmulator } from "../support/emulator.ts";

let klaviyo: TestEmulator;
beforeEach(async () => {
  klaviyo = await openEmulator();
});
afterEach(() => klaviyo.stop());

const listBody = { data: { type: "list", attributes: { name: "New" } } };

describe("credentials", () => {
  test("no credentials answer 401 not_authenticated", async () => {
    const answer = await klaviyo.call("GET", "/api/accounts", { authorization: null });
    expect(answer.status).toBe(401);
    expect(answer.json["errors"]?.[0]?.["code"]).toBe("not_authenticated");
  });

  test.each(["Klaviyo-API-Key pk_wrong", "Klaviyo-API-Key AcmeAc", `Bearer ${testAccount.key}`, "Basic abc"])(
    "%s answers 401 authentication_failed",
    async (authorization) => {
      const answer = await klaviyo.call("GET", "/api/accounts", { authorization });
      expect(answer.status).toBe(401);
      expect(answer.json["errors"]?.[0]).toMatchObject({
        code: "authentication_failed",
        title: "Incorrect authentication credentials.",
        detail: "Incorrect authentication credentials.",
        source: { pointer: "/data/" },
        status: 401,
      });
    },
  );

  test("a revoked key answers 401 from then on", async () => {
    klaviyo.control.revokeKey(testAccount.id, "main");
    expect((await klaviyo.call("GET", "/api/accounts")).status).toBe(401);
  });

  test("a key without the scope answers 403 and names it", async () => {
    klaviyo.control.seed({
      accounts: [{ id: testAccount.id, keys: [{ secret: "pk_narrow", scopes: ["lists:read"] }] }],
    });
    const authorization = "Klaviyo-API-Key pk_narrow";
    expect((await klaviyo.call("GET", "/api/lists", { authorization })).status).toBe(200);
    const answer = await klaviyo.call("POST", "/api/lists", { authorization, body: listBody });
    expect(answer.status).toBe(403);
    expect(answer.json["errors"]?.[0]).toMatchObject({
      code: "permission_denied",
      detail: expect.stringContaining("lists:write"),
    });
  });

  test("a read-only key reads and does not write", async () => {
    klaviyo.control.seed({
      accounts: [{ id: testAccount.id, keys: [{ secret: "pk_reader", scopes: "read-only" }] }],
    });
    const authorization = "Klaviyo-API-Key pk_reader";
    expect((await klaviyo.call("GET", "/api/profiles", { authorization })).status).toBe(200);
    expect((await klaviyo.call("POST", "/api/lists", { authorization, body: listBody })).status).toBe(403);
  });

  test("a key sees its own account only", async () => {
    klaviyo.control.seed({
      accounts: [{ id: "OtherX", keys: [{ secret: "pk_other" }], lists: [{ name: "Theirs" }] }],
    });
    const authorization = "Klaviyo-API-Key pk_other";
    const accounts = await klaviyo.call("GET", "/api/accounts", { authorization });
    expect(accounts.json["data"]).toHaveLength(1);
    expect(accounts.json["data"]?.[0]?.["id"]).toBe("OtherX");
    expect((await klaviyo.call("GET", `/api/lists/${klaviyo.listId}`, { authorization })).status).toBe(404);
    expect((await klaviyo.call("GET", `/api/accounts/${testAccount.id}`, { authorization })).status).toBe(
      404,
    );
  });
});

describe("headers and bodies", () => {
  test("the revision header is required", async () => {
    const answer = await klaviyo.call("GET", "/api/lists", { headers: { revision: null } });
    expect(answer.status).toBe(400);
    expect(answer.json["errors"]?.[0]).toMatchObject({ code: "invalid", source: { parameter: "revision" } });
  });

  test("nonsense as revision is 400 and a retired one 410", async () => {
    expect((await klaviyo.call("GET", "/api/lists", { headers: { revision: "soon" } })).status).toBe(400);
    expect((await klaviyo.call("GET", "/api/lists", { headers: { revision: "2023-02-22" } })).status).toBe(
      410,
    );
  });

  test.each(["application/vnd.api+json", "application/json", "application/json; charset=utf-8"])(
    "%s is taken",
    async (type) => {
      const answer = await klaviyo.call("POST", "/api/lists", {
        body: listBody,
        headers: { "content-type": type },
      });
      expect(answer.status).toBe(201);
    },
  );

  test.each(["text/plain", "application/x-www-form-urlencoded"])("%s is 415", async (type) => {
    const answer = await klaviyo.call("POST", "/api/lists", {
      body: listBody,
      headers: { "content-type": type },
    });
    expect(answer.status).toBe(415);
  });

  test("a compressed body is 415, unless the switch says otherwise", async () => {
    const { gzipSync } = await import("node:zlib");
    const packed = { raw: gzipSync(JSON.stringify(listBody)), headers: { "content-encoding": "gzip" } };
    expect((await klaviyo.call("POST", "/api/lists", packed)).status).toBe(415);
    klaviyo.control.setSwitches({ compressedBodies: "accepted" });
    expect((await klaviyo.call("POST", "/api/lists", packed)).status).toBe(201);
  });

  test("JSON that cannot be read is 400", async () => {
    expect((await klaviyo.call("POST", "/api/lists", { raw: "{" })).status).toBe(400);
  });

  test("an address longer than a front server takes is 414 in HTML", async () => {
    const answer = await klaviyo.call("GET", `/api/profiles?filter=${"x".repeat(17_000)}`);
    expect(answer.status).toBe(414);
    expect(answer.headers.get("content-type")).toContain("text/html");
  });
});

describe("paths", () => {
  test("a path that is not emulated answers 404 in JSON:API", async () => {
    const answer = await klaviyo.call("GET", "/api/campaigns");
    expect(answer.status).toBe(404);
    expect(answer.json["errors"]?.[0]?.["code"]).toBe("not_found");
  });

  test("a known path with another method answers 405 and says which are allowed", async () => {
    const answer = await klaviyo.call("DELETE", "/api/lists");
    expect(answer.status).toBe(405);
    expect(answer.json["errors"]?.[0]?.["code"]).toBe("method_not_allowed");
    expect(answer.headers.get("allow")).toBe("GET, POST");
  });

  test("a slash at the end makes no difference", async () => {
    expect((await klaviyo.call("GET", "/api/lists/")).status).toBe(200);
  });

  test("a query parameter the endpoint does not take is refused by name", async () => {
    const answer = await klaviyo.call("GET", "/api/lists?page[limit]=5");
    expect(answer.status).toBe(400);
    expect(answer.json["errors"]?.[0]?.["source"]).toEqual({ parameter: "page[limit]" });
  });

  test("an include that does not exist is refused by name", async () => {
    const answer = await klaviyo.call("GET", `/api/lists/${klaviyo.listId}?include=profiles`);
    expect(answer.status).toBe(400);
    expect(answer.json["errors"]?.[0]?.["source"]).toEqual({ parameter: "include" });
  });
});
