import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publishedLimits } from "@/emulator/limits/published-limits.ts";
import { apiRoutes } from "@/emulator/routes/api-routes.ts";
import {
  importBody,
  openEmulator,
  testAccount,
  type EmulatorAnswer,
  type TestEmulator,
} from "../support/emulator.ts";

const file =
  process.env["KLAVIYO_OPENAPI"] ?? path.resolve(import.meta.dirname, "../../../shared/klaviyo/openapi.json");
const isThere = existsSync(file);
if (!isThere)
  console.warn(
    `Klaviyo's OpenAPI document is not at ${file}; set KLAVIYO_OPENAPI to check against it. Skipped.`,
  );

/** What live answers carry although the document does not know it; README.md explains each. */
const knownExtras = new Set(["conversation", "click_tracking", "status", "links", "meta"]);
/** What live answers leave null although the document says a text. */
const knownNulls = ["next", "prev"];

type Schema = { [keyword: string]: unknown };
interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; schema?: { items?: { enum?: string[] }; enum?: string[] } }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Schema }> }>;
  "x-klaviyo-scopes"?: string[];
  "x-klaviyo-ratelimit"?: Record<string, string>;
}
interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, { content: Record<string, { schema: Schema }> }>;
  };
}

const document = isThere ? (JSON.parse(readFileSync(file, "utf8")) as OpenApi) : undefined;
const operations = Object.entries(document?.paths ?? {}).flatMap(([template, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${template}`,
    template,
    operation,
  })),
);
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);

/** OpenAPI 3.0 as JSON Schema: references resolved, allOf merged, `nullable` spelled out, objects closed. */
function toJsonSchema(schema: Schema, seen: string[] = [], member = ""): Schema {
  if (typeof schema["$ref"] === "string") {
    const name = schema["$ref"].split("/").at(-1) ?? "";
    return seen.includes(name)
      ? {}
      : toJsonSchema(document?.components.schemas[name] ?? {}, [...seen, name], member);
  }
  const inner = (value: unknown, name = "") => toJsonSchema(value as Schema, seen, name);
  const converted: Schema = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "allOf") continue;
    if (keyword === "properties") {
      converted["properties"] = Object.fromEntries(
        Object.entries(value as object).map(([name, each]) => [name, inner(each, name)]),
      );
      converted["additionalProperties"] = false;
    } else if (keyword === "items") converted["items"] = inner(value);
    else if (keyword === "oneOf" || keyword === "anyOf")
      converted["anyOf"] = (value as unknown[]).map((each) => inner(each));
    else if (["type", "enum", "format", "required"].includes(keyword)) converted[keyword] = value;
  }
  const whole = ((schema["allOf"] as unknown[] | undefined) ?? [])
    .map((each) => inner(each))
    .reduce(merge, converted);
  return schema["nullable"] || knownNulls.includes(member) ? { anyOf: [whole, { type: "null" }] } : whole;
}

function merge(left: Schema, right: Schema): Schema {
  const merged: Schema = { ...left, ...right };
  if (left["required"] || right["required"])
    merged["required"] = [
      ...((left["required"] as string[]) ?? []),
      ...((right["required"] as string[]) ?? []),
    ];
  const [before, after] = [
    left["properties"] as Record<string, Schema> | undefined,
    right["properties"] as Record<string, Schema> | undefined,
  ];
  if (before && after) {
    merged["properties"] = { ...before, ...after };
    for (const name of Object.keys(before))
      if (after[name])
        (merged["properties"] as Record<string, Schema>)[name] = merge(before[name]!, after[name]);
  }
  return merged;
}

function faultsOf(schema: Schema, value: unknown): string[] {
  const validate = ajv.compile(toJsonSchema(schema));
  if (validate(value)) return [];
  const describeFault = (error: { instancePath: string; message?: string; params: object }) =>
    `${error.instancePath} ${error.message ?? ""} ${JSON.stringify(error.params)}`;
  return (validate.errors ?? [])
    .filter(
      (error) =>
        !(
          error.keyword === "additionalProperties" &&
          knownExtras.has(String((error.params as Record<string, unknown>)["additionalProperty"]))
        ),
    )
    .map(describeFault);
}

function responseSchema(operation: Operation, status: number): Schema | undefined {
  const response = operation.responses[String(status)] ?? operation.responses[`${String(status)[0]}XX`];
  const named = response?.$ref
    ? document?.components.responses[response.$ref.split("/").at(-1) ?? ""]
    : response;
  return Object.values(named?.content ?? {})[0]?.schema;
}

describe.skipIf(!isThere)("against Klaviyo's OpenAPI document", () => {
  let klaviyo: TestEmulator;
  let cases: Record<string, { path: string; body?: object; status: number }>;

  beforeAll(async () => {
    klaviyo = await openEmulator();
    const { listId } = klaviyo;
    const location = {
      address1: "Fő u. 1.",
      city: "Pécs",
      country: "Hungary",
      zip: "7621",
      latitude: 46.07,
      longitude: "18.23",
    };
    klaviyo.fault({ count: 1, do: { kind: "job", fate: { failRows: { count: 1 } } } });
    const rows = Array.from({ length: 30 }, (_, index) => ({
      email: `p${index}@example.com`,
      external_id: `c-${index}`,
      location,
      properties: { n: index, tags: ["x"] },
    }));
    const jobId = String((await klaviyo.importRows(rows)).json["data"]?.["id"]);
    const known = [...klaviyo.control.profiles(testAccount.id)];
    const id = known[3]!.id;
    const emailOf = (place: number) => known[place]!.email;
    const suppression = "/api/profile-suppression-bulk-create-jobs";
    const suppressionBody = {
      data: {
        type: "profile-suppression-bulk-create-job",
        attributes: { profiles: { data: [{ type: "profile", attributes: { email: emailOf(5) } }] } },
      },
    };
    const suppressionId = String(
      (await klaviyo.call("POST", suppression, { body: suppressionBody })).json["data"]?.["id"],
    );
    const job = `/api/profile-bulk-import-jobs/${jobId}`;
    const ids = { data: [{ type: "profile", id }] };
    const extra = "additional-fields[profile]=subscriptions,predictive_analytics";
    cases = {
      "GET /api/accounts": { path: "/api/accounts", status: 200 },
      "GET /api/accounts/{id}": { path: `/api/accounts/${testAccount.id}`, status: 200 },
      "GET /api/lists": { path: "/api/lists?include=tags", status: 200 },
      "POST /api/lists": {
        path: "/api/lists",
        body: { data: { type: "list", attributes: { name: "New" } } },
        status: 201,
      },
      "GET /api/lists/{id}": {
        path: `/api/lists/${listId}?additional-fields[list]=profile_count`,
        status: 200,
      },
      "PATCH /api/lists/{id}": {
        path: `/api/lists/${listId}`,
        body: { data: { type: "list", id: listId, attributes: { name: "Renamed" } } },
        status: 200,
      },
      "GET /api/lists/{id}/profiles": { path: `/api/lists/${listId}/profiles?${extra}`, status: 200 },
      "GET /api/lists/{id}/relationships/profiles": {
        path: `/api/lists/${listId}/relationships/profiles`,
        status: 200,
      },
      "POST /api/lists/{id}/relationships/profiles": {
        path: `/api/lists/${listId}/relationships/profiles`,
        body: ids,
        status: 204,
      },
      "DELETE /api/lists/{id}/relationships/profiles": {
        path: `/api/lists/${listId}/relationships/profiles`,
        body: ids,
        status: 204,
      },
      "GET /api/metrics": { path: "/api/metrics", status: 200 },
      "GET /api/profiles": { path: `/api/profiles?${extra}`, status: 200 },
      "POST /api/profiles": {
        path: "/api/profiles",
        body: { data: { type: "profile", attributes: { email: "new@example.com", location } } },
        status: 201,
      },
      "GET /api/profiles/{id}": { path: `/api/profiles/${id}?include=lists&${extra}`, status: 200 },
      "PATCH /api/profiles/{id}": {
        path: `/api/profiles/${id}`,
        body: { data: { type: "profile", id, attributes: { first_name: "P" } } },
        status: 200,
      },
      "POST /api/profile-import": {
        path: "/api/profile-import",
        body: { data: { type: "profile", attributes: { email: "p1@example.com" } } },
        status: 200,
      },
      "GET /api/profile-bulk-import-jobs": { path: "/api/profile-bulk-import-jobs", status: 200 },
      "POST /api/profile-bulk-import-jobs": {
        path: "/api/profile-bulk-import-jobs",
        body: importBody(rows, listId),
        status: 202,
      },
      "GET /api/profile-bulk-import-jobs/{job_id}": { path: `${job}?include=lists`, status: 200 },
      "GET /api/profile-bulk-import-jobs/{id}/import-errors": { path: `${job}/import-errors`, status: 200 },
      "GET /api/profile-bulk-import-jobs/{id}/lists": { path: `${job}/lists`, status: 200 },
      "GET /api/profile-bulk-import-jobs/{id}/relationships/lists": {
        path: `${job}/relationships/lists`,
        status: 200,
      },
      "GET /api/profile-bulk-import-jobs/{id}/profiles": { path: `${job}/profiles?${extra}`, status: 200 },
      "GET /api/profile-bulk-import-jobs/{id}/relationships/profiles": {
        path: `${job}/relationships/profiles`,
        status: 200,
      },
      "POST /api/profile-suppression-bulk-create-jobs": {
        path: suppression,
        body: suppressionBody,
        status: 202,
      },
      "GET /api/profile-suppression-bulk-create-jobs": { path: suppression, status: 200 },
      "GET /api/profile-suppression-bulk-create-jobs/{job_id}": {
        path: `${suppression}/${suppressionId}`,
        status: 200,
      },
      "POST /api/profile-subscription-bulk-create-jobs": {
        path: "/api/profile-subscription-bulk-create-jobs",
        body: {
          data: {
            type: "profile-subscription-bulk-create-job",
            attributes: {
              profiles: {
                data: [
                  {
                    type: "profile",
                    attributes: {
                      email: emailOf(6),
                      subscriptions: { email: { marketing: { consent: "SUBSCRIBED" } } },
                    },
                  },
                ],
              },
            },
          },
        },
        status: 202,
      },
      "POST /api/data-privacy-deletion-jobs": {
        path: "/api/data-privacy-deletion-jobs",
        body: {
          data: {
            type: "data-privacy-deletion-job",
            attributes: { profile: { data: { type: "profile", attributes: { email: emailOf(7) } } } },
          },
        },
        status: 202,
      },
      "DELETE /api/lists/{id}": {
        path: `/api/lists/${klaviyo.control.seed({ accounts: [{ id: testAccount.id, lists: [{ name: "Doomed" }] }] })[testAccount.id]!["Doomed"]}`,
        status: 204,
      },
    };
  });
  afterAll(() => klaviyo.stop());

  const send = (name: string, headers: Record<string, string | null> = {}): Promise<EmulatorAnswer> => {
    const { path: address, body } = cases[name]!;
    return klaviyo.call(name.split(" ")[0]!, address, { headers, ...(body && { body }) });
  };

  test("every operation of the document has a case here and a route there, and no route is made up", () => {
    const names = operations.map(({ name }) => name).sort();
    expect(Object.keys(cases).sort()).toEqual(names);
    expect(apiRoutes.map((route) => `${route.method} ${route.template}`).sort()).toEqual(names);
  });

  test.each(operations)("$name answers as the document says", async ({ name, operation }) => {
    const one = cases[name]!;
    const requestSchema = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
    if (requestSchema) expect(faultsOf(requestSchema, one.body)).toEqual([]);
    const answer = await send(name);
    expect(answer.status).toBe(one.status);
    const schema = responseSchema(operation, answer.status);
    if (schema) expect(faultsOf(schema, answer.json)).toEqual([]);
    else expect(answer.text).toBe("");
  });

  test.each(operations)("$name refuses as the document says", async ({ name, operation }) => {
    const answer = await send(name, { revision: null });
    expect(answer.status).toBe(400);
    const schema = responseSchema(operation, 400);
    expect(schema).toBeDefined();
    expect(faultsOf(schema ?? {}, answer.json)).toEqual([]);
  });

  test.each(operations)(
    "$name wants the scopes and has the limits of the document",
    ({ name, operation }) => {
      const route = apiRoutes.find((each) => `${each.method} ${each.template}` === name);
      expect([...(route?.scopes ?? [])].sort()).toEqual([...(operation["x-klaviyo-scopes"] ?? [])].sort());
      const { burst, steady, daily } = operation["x-klaviyo-ratelimit"] ?? {};
      expect(publishedLimits[name]).toEqual({
        burst: Number.parseInt(burst ?? ""),
        steady: Number.parseInt(steady ?? ""),
        ...(daily && { daily: Number.parseInt(daily) }),
      });
    },
  );

  test.each(operations)(
    "$name takes every query parameter and value of the document",
    async ({ name, operation }) => {
      const method = name.split(" ")[0]!;
      if (method !== "GET") return;
      const refused: string[] = [];
      for (const parameter of operation.parameters ?? []) {
        const values = parameter.schema?.items?.enum ?? parameter.schema?.enum ?? [];
        if (parameter.in !== "query" || values.length === 0) continue;
        for (const value of values) {
          const answer = await klaviyo.call(
            "GET",
            `${cases[name]!.path.split("?")[0]!}?${encodeURIComponent(parameter.name)}=${value}`,
          );
          if (answer.status !== 200) refused.push(`${parameter.name}=${value}`);
        }
      }
      // What only makes sense with features that are not emulated is refused; nothing the exporter could need.
      expect(refused.filter((each) => !/predictive_analytics\.|subscriptions\./.test(each))).toEqual([]);
    },
  );

  test("the check itself notices a wrong type, a missing member and an unknown one", () => {
    const schema = responseSchema(
      operations.find(({ name }) => name === "GET /api/lists/{id}")!.operation,
      200,
    )!;
    const good = {
      data: { type: "list", id: "AbC123", attributes: { name: "x" }, links: { self: "http://x/" } },
      links: { self: "http://x/" },
    };
    expect(faultsOf(schema, good)).toEqual([]);
    expect(faultsOf(schema, { ...good, data: { ...good.data, id: 7 } })).not.toEqual([]);
    expect(faultsOf(schema, { ...good, data: { ...good.data, attributes: undefined } })).not.toEqual([]);
    expect(faultsOf(schema, { ...good, data: { ...good.data, attributes: { nom: "x" } } })).not.toEqual([]);
  });
});
