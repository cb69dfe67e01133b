import { z } from "zod";
import {
  pushAnswerSchema,
  pushSchema,
  pushedProfileSchema,
  refusedRowSchema,
  withdrawalAnswerSchema,
  withdrawalSchema,
} from "@/lib/sources/push/schema";
import { REPEAT_HOURS } from "./answer-once";
import { REQUESTS_PER_MINUTE } from "./caller";
import { type ProblemCode, problemSchema, problems } from "./problems";
import type { ApiScope } from "./schema";

interface Operation {
  method: "post" | "delete";
  operationId: string;
  scope: ApiScope;
  summary: string;
  description: string;
  body: z.ZodType;
  answer: z.ZodType;
}

const operations: Operation[] = [
  {
    method: "post",
    operationId: "pushProfiles",
    scope: "profiles:write",
    summary: "Add people, and change what is known of them",
    description:
      "Each row is one person, by key. What it names is put on top of what this source said before; the rest stays. " +
      "A row that cannot be stored is refused with its index, field and reason, and the others go in.",
    body: pushSchema,
    answer: pushAnswerSchema,
  },
  {
    method: "delete",
    operationId: "withdrawProfiles",
    scope: "profiles:delete",
    summary: "Say that people are gone",
    description:
      "Takes away what this source said about the people with these keys. People that no other source knows are " +
      "removed with it.",
    body: withdrawalSchema,
    answer: withdrawalAnswerSchema,
  },
];

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    `Makes a request safe to repeat: within ${REPEAT_HOURS} hours the same request with the same key is answered the ` +
    "same and done once.",
  schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,255}$" },
};

const requestIdHeader = {
  "X-Request-Id": {
    description: "By which the request is found in the log.",
    schema: { type: "string", format: "uuid" },
  },
};
const text = (description: string) => ({ description, schema: { type: "string" } });
const seconds = (description: string) => ({ description, schema: { type: "string", pattern: "^\\d+$" } });
const retryAfter = { "Retry-After": seconds("Seconds to wait.") };

/** What an answer of a status says beside its body. */
const headersByStatus: Record<number, object> = {
  200: { "Idempotency-Replayed": text("true where an earlier answer was repeated, and nothing was done.") },
  401: { "WWW-Authenticate": text("As RFC 6750 has it.") },
  403: { "WWW-Authenticate": text("As RFC 6750 has it, with the scope that is missing.") },
  429: retryAfter,
  503: retryAfter,
};

const named = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({
  Push: pushSchema,
  PushedProfile: pushedProfileSchema,
  PushAnswer: pushAnswerSchema,
  Withdrawal: withdrawalSchema,
  WithdrawalAnswer: withdrawalAnswerSchema,
  RefusedRow: refusedRowSchema,
  Problem: problemSchema,
}))
  named.add(schema, { id });

const uri = (id: string) => `#/components/schemas/${id}`;
const reference = (schema: z.ZodType) => ({ $ref: uri(named.get(schema)?.id ?? "") });
const jsonOf = (schema: z.ZodType) => ({ "application/json": { schema: reference(schema) } });
const headersOf = (status: number) => ({ ...requestIdHeader, ...headersByStatus[status] });

function problemResponses(): Record<string, object> {
  const codes = Object.keys(problems) as ProblemCode[];
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      {
        description: some.map((code) => `${code}: ${problems[code].detail}`).join("\n\n"),
        headers: headersOf(status),
        content: { "application/problem+json": { schema: reference(problemSchema) } },
      },
    ]),
  );
}

function toPathItem({ operationId, scope, summary, description, body, answer }: Operation) {
  return {
    operationId,
    summary,
    description: `${description}\n\nNeeds the scope ${scope}.`,
    parameters: [idempotencyKey],
    requestBody: { required: true, content: jsonOf(body) },
    responses: {
      200: { description: "What became of each row.", headers: headersOf(200), content: jsonOf(answer) },
      ...problemResponses(),
    },
  };
}

/** The named schemas as they stand under `components`. */
function componentSchemas(): Record<string, object> {
  const { schemas } = z.toJSONSchema(named, { io: "input", uri });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $id: _id, $schema: _schema, ...schema }]) => [id, schema]),
  );
}

/** The API as an OpenAPI 3.1 document, made from the shapes that its routes parse with. */
export function openApiDocument(serverUrl: string) {
  return {
    openapi: "3.1.1",
    info: {
      title: "Ferry",
      version: "1",
      summary: "Pushes people into a source of Ferry.",
      description:
        `A token makes up to ${REQUESTS_PER_MINUTE} requests a minute. Refusals are problem documents (RFC 9457). ` +
        "There is no way to read people.",
    },
    servers: [{ url: serverUrl }],
    security: [{ token: [] }],
    paths: { "/api/v1/profiles": Object.fromEntries(operations.map((one) => [one.method, toPathItem(one)])) },
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "Made by an administrator under Admin › API." },
      },
      schemas: componentSchemas(),
    },
  };
}
