import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { z } from "zod";
import { withOrigin } from "@/lib/audit/origin";
import { logger } from "@/lib/logger";
import { transportHeaders } from "@/lib/transport-headers";
import type { Answered } from "./answer-once";
import { type ApiCaller, authenticate, limitRate, requireScope } from "./caller";
import { ApiProblem, type Problem, toProblemResponse } from "./problems";
import { type RepeatKey, readBody } from "./read-body";
import type { ApiScope } from "./schema";

interface ApiRequest<Params, Body> {
  /** The parts of the address that vary. */
  params: Params;
  body: Body;
  repeatKey: RepeatKey | null;
}

interface Definition<Params, Body> {
  scope: ApiScope;
  /** As far as the request stands or falls with it; none where a request has no body. */
  body?: z.ZodType<Body>;
  run: (caller: ApiCaller, request: ApiRequest<Params, Body>) => Promise<Answered<object>>;
}

interface Context<Params> {
  params: Promise<Params>;
}

/** Where a body has not its shape; `#/profiles/3` and not its value, which is a person's. */
function errorsOf(error: z.ZodError): Problem["errors"] {
  return error.issues.map(({ path, message }) => ({
    pointer: ["#", ...path].join("/"),
    detail: message,
  }));
}

async function readRequest<Params, Body>(
  schema: z.ZodType<Body> | undefined,
  request: Request,
): Promise<Omit<ApiRequest<Params, Body>, "params">> {
  if (!schema) return { body: undefined as Body, repeatKey: null };
  const { json, repeatKey } = await readBody(request);
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new ApiProblem("wrong_shape", { errors: errorsOf(parsed.error) });
  return { body: parsed.data, repeatKey };
}

async function answer<Params, Body>(
  definition: Definition<Params, Body>,
  { request, params, log }: { request: Request; params: Params; log: Logger },
): Promise<Response> {
  const caller = await authenticate(request.headers.get("authorization"));
  log.setBindings({ tokenId: caller.tokenId, sourceId: caller.sourceId });
  await limitRate(caller);
  requireScope(caller, definition.scope);
  const read = await readRequest<Params, Body>(definition.body, request);
  const answered = await withOrigin({ headers: request.headers }, () =>
    definition.run(caller, { params, ...read }),
  );
  const headers = answered.isRepeat ? { "Idempotency-Replayed": "true" } : undefined;
  return Response.json(answered.answer, { headers });
}

function toProblem(error: unknown, log: Logger): ApiProblem {
  if (error instanceof ApiProblem) return error;
  log.error({ err: error }, "an API request failed");
  return new ApiProblem("unexpected");
}

/**
 * A route of the API for programs: finds the token, counts the request, reads the body, runs one command, and answers
 * JSON or a problem (RFC 9457). What it answers is never cached, and bears the id by which the log knows the request.
 */
export function defineApiRoute<Params extends object = object, Body = undefined>(
  definition: Definition<Params, Body>,
): (request: Request, context: Context<Params>) => Promise<Response> {
  return async (request, context) => {
    const requestId = randomUUID();
    const log = logger.child({ requestId });
    const params = await context.params;
    const response = await answer(definition, { request, params, log }).catch((error: unknown) =>
      toProblemResponse(toProblem(error, log), requestId),
    );
    const headers = { "Cache-Control": "no-store", "X-Request-Id": requestId, ...transportHeaders() };
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    log.info({ method: request.method, status: response.status }, "an API request was answered");
    return response;
  };
}
