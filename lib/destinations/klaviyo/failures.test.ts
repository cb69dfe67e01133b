import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedactor } from "../create-redactor";
import type { HttpAnswer } from "../send-request";
import { toFailure, type AskedCall } from "./failures";
import { guessRetryAfter, parseRetryAfter } from "./retry-after";

const read: AskedCall = { route: "GET /api/lists", isWrite: false };
const oneList: AskedCall = { route: "GET /api/lists/{id}", isWrite: false, listId: "AbC123" };
const job: AskedCall = { route: "GET /api/profile-bulk-import-jobs/{job_id}", isWrite: false };
const submit: AskedCall = {
  route: "POST /api/profile-bulk-import-jobs",
  isWrite: true,
  listId: "AbC123",
  rows: 20,
};
const removal: AskedCall = {
  route: "DELETE /api/lists/{id}/relationships/profiles",
  isWrite: true,
  listId: "AbC123",
};

const html = (status: number, headers: Record<string, string> = {}) =>
  answerOf(status, "<html><title>Sorry</title></html>", { "content-type": "text/html", ...headers });
const api = (status: number, errors: object[], headers: Record<string, string> = {}) =>
  answerOf(status, JSON.stringify({ errors }), { "content-type": "application/vnd.api+json", ...headers });
const one = (status: number, code: string, detail = "Detail.", headers: Record<string, string> = {}) =>
  api(
    status,
    [{ id: "8c6c2e1f-0000", code, title: "Title.", detail, source: { pointer: "/data/" } }],
    headers,
  );
const row = (index: number, field = "email") => ({
  code: "invalid",
  detail: "Invalid email address",
  source: { pointer: `/data/attributes/profiles/data/${index}/attributes/${field}` },
});

function answerOf(status: number, text: string | null, headers: Record<string, string>): HttpAnswer {
  return { status, text, header: (name) => headers[name] ?? null };
}

function fail(call: AskedCall, answer: HttpAnswer, grantedScopes: string[] | null = null) {
  return toFailure(call, answer, {
    redact: createRedactor(["pk_secretsecret"]),
    random: () => 0.5,
    grantedScopes,
  }).report;
}

describe("answers mean", () => {
  it.each<[string, AskedCall, HttpAnswer, object]>([
    [
      "401",
      read,
      one(401, "authentication_failed"),
      { kind: "auth", code: "authentication_failed", status: 401 },
    ],
    ["401 of a page", read, html(401), { kind: "auth", code: "http_401" }],
    ["a bad key as 400", read, one(400, "authentication_failed"), { kind: "auth" }],
    [
      "403 of Klaviyo's",
      read,
      one(403, "permission_denied"),
      { kind: "forbidden", missingScopes: ["lists:read"] },
    ],
    ["403 of a page", submit, html(403), { kind: "transient", code: "blocked_in_front" }],
    [
      "403 that Cloudflare marks",
      read,
      one(403, "x", "y", { "cf-mitigated": "challenge" }),
      { kind: "transient" },
    ],
    [
      "403 with JSON of another kind",
      read,
      answerOf(403, "{}", { "content-type": "application/json" }),
      { kind: "transient" },
    ],
    ["404 of a list", oneList, one(404, "not_found"), { kind: "target_missing", code: "not_found" }],
    ["404 of a page", oneList, html(404), { kind: "transient", code: "blocked_in_front" }],
    ["404 of a job", job, one(404, "not_found", "Invalid job id"), { kind: "ticket_missing" }],
    [
      "404 of the list of a removal",
      removal,
      one(404, "not_found", "A list with id `AbC123` does not exist."),
      { kind: "target_missing" },
    ],
    [
      "404 of a person of a removal",
      removal,
      one(404, "not_found", "A profile with id `01H` does not exist."),
      { kind: "bug", status: 404 },
    ],
    ["404 of anything else", read, one(404, "not_found"), { kind: "bug" }],
    ["410", read, one(410, "gone"), { kind: "bug", code: "revision_retired" }],
    ["413", submit, html(413), { kind: "too_large" }],
    [
      "400 about the size",
      submit,
      one(400, "invalid", "The request body exceeds the maximum size of 5MB."),
      { kind: "too_large" },
    ],
    [
      "400 about the count",
      submit,
      one(400, "invalid", "Ensure this field has no more than 10000 elements."),
      { kind: "too_large" },
    ],
    [
      "400 about the list",
      submit,
      one(400, "invalid", "List ID AbC123 does not exist."),
      { kind: "target_missing" },
    ],
    [
      "400 about anything else",
      read,
      one(400, "invalid", "Invalid filter provided"),
      { kind: "bug", code: "invalid" },
    ],
    ["405", read, one(405, "method_not_allowed"), { kind: "bug" }],
    ["409", submit, one(409, "duplicate_profile"), { kind: "bug", code: "duplicate_profile" }],
    ["415", submit, one(415, "unsupported_media_type"), { kind: "bug" }],
    [
      "302",
      read,
      answerOf(302, "", { location: "https://evil.example" }),
      { kind: "bug", code: "redirect_refused" },
    ],
    ["408", submit, html(408), { kind: "transient" }],
    ["500 to a read", read, one(500, "error"), { kind: "transient", retryAfterMs: null }],
    ["500 to a write", submit, one(500, "error"), { kind: "ambiguous", retryAfterMs: null }],
    ["502 of a page to a write", removal, html(502), { kind: "ambiguous" }],
    ["503 with a time", read, html(503, { "retry-after": "7" }), { kind: "transient", retryAfterMs: 7000 }],
    ["524", read, html(524), { kind: "transient" }],
    [
      "an error too long to read",
      submit,
      answerOf(500, null, { "content-type": "application/json" }),
      { kind: "ambiguous" },
    ],
    [
      "an error cut short",
      read,
      answerOf(400, '{"errors":[{', { "content-type": "application/json" }),
      { kind: "bug", code: "http_400" },
    ],
    [
      "429 with a time",
      submit,
      one(429, "throttled", "x", { "retry-after": "67608" }),
      { kind: "rate_limited", retryAfterMs: 67_608_000, isStated: true },
    ],
    [
      "429 with nonsense",
      submit,
      one(429, "throttled", "x", { "retry-after": "soon" }),
      { kind: "rate_limited", retryAfterMs: 17_500, isStated: false },
    ],
    ["429 with nothing", read, html(429), { kind: "rate_limited", retryAfterMs: 17_500, isStated: false }],
  ])("%s", (_, call, answer, expected) => {
    expect(fail(call, answer)).toMatchObject(expected);
  });
});

describe("a refused import", () => {
  it("names its rows", () => {
    expect(fail(submit, api(400, [row(3), row(17, "phone_number")]))).toMatchObject({
      kind: "invalid_rows",
      rows: [
        { index: 3, code: "invalid", detail: "Invalid email address", field: "email" },
        { index: 17, field: "phone_number" },
      ],
    });
  });

  it("is our mistake when any error names no row, or one that was not sent", () => {
    expect(
      fail(submit, api(400, [row(3), { code: "invalid", detail: "x", source: { pointer: "/data" } }])).kind,
    ).toBe("bug");
    expect(fail(submit, api(400, [row(20)])).kind).toBe("bug");
    expect(fail(submit, api(400, [])).kind).toBe("bug");
  });

  it("takes a row that is too large as a bad row, not as a body that is too large", () => {
    const large = {
      code: "invalid",
      detail: "The profile exceeds the maximum size of 100KB.",
      source: { pointer: "/data/attributes/profiles/data/2" },
    };
    expect(fail(submit, api(400, [large]))).toMatchObject({
      kind: "invalid_rows",
      rows: [{ index: 2, field: null }],
    });
  });
});

describe("a missing scope", () => {
  it("is the one the answer names", () => {
    const answer = one(403, "permission_denied", "The credential lacks the scope `profiles:write`.");
    expect(fail(submit, answer)).toMatchObject({ missingScopes: ["profiles:write"] });
  });

  it("is otherwise one of the route's that the grant does not have", () => {
    const answer = one(403, "permission_denied");
    expect(fail(submit, answer, ["lists:write"])).toMatchObject({ missingScopes: ["profiles:write"] });
    expect(fail(submit, answer)).toMatchObject({ missingScopes: ["lists:write", "profiles:write"] });
  });
});

it.each([
  ["1", 1000],
  [" 60 ", 60_000],
  ["0", 1000],
  ["67608", 67_608_000],
  ["604801", null],
  ["-1", null],
  ["1.5", null],
  ["1e3", null],
  ["Wed, 21 Oct 2026 07:28:00 GMT", null],
  ["", null],
  [null, null],
])("Retry-After %j is %j ms", (header, expected) => {
  expect(parseRetryAfter(header)).toBe(expected);
});

it("guesses between 5 and 30 seconds", () => {
  expect([guessRetryAfter(0), guessRetryAfter(1)]).toEqual([5_000, 30_000]);
});

it("says what support needs, and nothing else in its sentence", () => {
  expect(fail(oneList, one(404, "not_found", "A list with id `AbC123` does not exist."))).toMatchObject({
    sentence:
      "Klaviyo answered 404 (not_found) to GET /api/lists/{id}: A list with id `AbC123` does not exist.",
    requestId: "8c6c2e1f-0000",
    pointer: "/data/",
  });
});

it("keeps the key and addresses out of everything a failure shows, whatever the remote echoes", () => {
  const calls = fc.constantFrom(read, oneList, job, submit, removal);
  const statuses = fc.constantFrom(400, 401, 403, 404, 409, 413, 422, 429, 500, 503);
  fc.assert(
    fc.property(calls, statuses, fc.emailAddress(), fc.string(), (call, status, email, noise) => {
      const secret = "pk_secretsecret";
      const echo = `${noise} ${secret} ${email} ${noise}`;
      const pointers = [
        `/data/attributes/profiles/data/1/attributes/${email}`,
        secret,
        "/data/attributes/profiles/data/1",
      ];
      const errors = pointers.map((pointer) => ({
        id: secret,
        code: secret,
        title: echo,
        detail: echo,
        source: { pointer, parameter: email },
      }));
      const failure = toFailure(
        call,
        api(status, errors, { "x-request-id": secret, "retry-after": secret }),
        {
          redact: createRedactor([secret]),
          random: Math.random,
          grantedScopes: null,
        },
      );
      const shown = [
        failure.message,
        failure.stack,
        String(failure),
        JSON.stringify(failure),
        inspect(failure, { depth: 9 }),
      ].join("\n");
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain(email);
    }),
  );
});
