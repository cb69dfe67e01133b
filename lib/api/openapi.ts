import { z } from "zod";
import { runRequestSchema, startedRunSchema, toldRunSchema } from "@/lib/runs/api/schema";
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
import { type Operation, operations } from "./operations";
import { type ProblemCode, problemSchema, problems } from "./problems";

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
const replayed = {
  "Idempotency-Replayed": text("true where an earlier answer was repeated, and nothing was done."),
};

/** What a refusal of a status says beside its body. */
const headersByStatus: Record<number, object> = {
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
  RunRequest: runRequestSchema,
  StartedRun: startedRunSchema,
  Run: toldRunSchema,
  Problem: problemSchema,
}))
  named.add(schema, { id });

const uri = (id: string) => `#/components/schemas/${id}`;
const reference = (schema: z.ZodType) => ({ $ref: uri(named.get(schema)?.id ?? "") });
const jsonOf = (schema: z.ZodType) => ({ "application/json": { schema: reference(schema) } });

function problemResponses(codes: readonly ProblemCode[]): Record<string, object> {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      {
        description: some.map((code) => `${code}: ${problems[code].detail}`).join("\n\n"),
        headers: { ...requestIdHeader, ...headersByStatus[status] },
        content: { "application/problem+json": { schema: reference(problemSchema) } },
      },
    ]),
  );
}

function toPathItem({ path, operationId, scope, summary, description, ...operation }: Operation) {
  const { body, answer, answerIs } = operation;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", format: "uuid" },
  }));
  return {
    operationId,
    summary,
    description: `${description}\n\nNeeds the scope ${scope}.`,
    parameters: body ? [...inPath, idempotencyKey] : inPath,
    ...(body && { requestBody: { required: true, content: jsonOf(body) } }),
    responses: {
      200: {
        description: answerIs,
        headers: { ...requestIdHeader, ...(body && replayed) },
        content: jsonOf(answer),
      },
      ...problemResponses(operation.problems),
    },
  };
}

function toPaths(): Record<string, object> {
  const byPath = Map.groupBy(operations, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, some]) => [
      path,
      Object.fromEntries(some.map((one) => [one.method, toPathItem(one)])),
    ]),
  );
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
      summary: "Pushes people into a source of Ferry, and runs exports.",
      description:
        `A token makes up to ${REQUESTS_PER_MINUTE} requests a minute. Refusals are problem documents (RFC 9457). ` +
        "There is no way to read people.",
    },
    servers: [{ url: serverUrl }],
    security: [{ token: [] }],
    paths: toPaths(),
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "Made by an administrator under Admin › API." },
      },
      schemas: componentSchemas(),
    },
  };
}
