import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { z } from "zod";
import { logger } from "@/lib/logger";
import type { Answered } from "./answer-once";
import { type ApiCaller, authenticate, limitRate, requireScope } from "./caller";
import { ApiProblem, type Problem, toProblemResponse } from "./problems";
import { type RepeatKey, readBody } from "./read-body";
import type { ApiScope } from "./schema";

interface Definition<Body> {
  scope: ApiScope;
  /** As far as the request stands or falls with it. */
  body: z.ZodType<Body>;
  run: (caller: ApiCaller, body: Body, repeatKey: RepeatKey | null) => Promise<Answered<object>>;
}

/** Where a body has not its shape; `#/profiles/3` and not its value, which is a person's. */
function errorsOf(error: z.ZodError): Problem["errors"] {
  return error.issues.map(({ path, message }) => ({
    pointer: ["#", ...path].join("/"),
    detail: message,
  }));
}

async function answer<Body>(
  definition: Definition<Body>,
  { request, log }: { request: Request; log: Logger },
): Promise<Response> {
  const caller = await authenticate(request.headers.get("authorization"));
  log.setBindings({ tokenId: caller.tokenId, sourceId: caller.sourceId });
  await limitRate(caller);
  requireScope(caller, definition.scope);
  const { json, repeatKey } = await readBody(request);
  const parsed = definition.body.safeParse(json);
  if (!parsed.success) throw new ApiProblem("wrong_shape", { errors: errorsOf(parsed.error) });
  const answered = await definition.run(caller, parsed.data, repeatKey);
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
export function defineApiRoute<Body>(definition: Definition<Body>): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = randomUUID();
    const log = logger.child({ requestId });
    const response = await answer(definition, { request, log }).catch((error: unknown) =>
      toProblemResponse(toProblem(error, log), requestId),
    );
    response.headers.set("X-Request-Id", requestId);
    response.headers.set("Cache-Control", "no-store");
    log.info({ method: request.method, status: response.status }, "an API request was answered");
    return response;
  };
}
