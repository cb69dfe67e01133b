import "server-only";
import { randomUUID } from "node:crypto";
import { withOrigin } from "@/lib/audit/origin";
import { findActor, findCurrentSession, type UserActor } from "@/lib/auth/current-actor";
import { publicUrl } from "@/lib/env";
import { Forbidden, NotFound, ProofNeeded } from "@/lib/errors";
import { logger } from "@/lib/logger";
import { BodyTooLarge } from "@/lib/read-bytes";
import { isSameOrigin } from "@/lib/same-origin";
import { transportHeaders } from "@/lib/transport-headers";

type Context<Params> = { params: Promise<Params> };

const refusal = (code: string, status: number, params?: Record<string, string>) =>
  Response.json({ ok: false, code, params }, { status });

/** Maps what a command or query throws to an answer that tells nothing about what it is none of the caller's. */
function toResponse(error: unknown, requestId: string): Response {
  if (error instanceof Forbidden) return refusal("forbidden", 403);
  if (error instanceof NotFound) return refusal("not_found", 404);
  if (error instanceof ProofNeeded) return refusal("proof_needed", 403);
  if (error instanceof BodyTooLarge) return refusal("body_too_large", 413);
  logger.error({ err: error, requestId }, "a request failed");
  return refusal("unexpected", 500, { requestId });
}

async function answer<Params>(
  run: (actor: UserActor, params: Params, request: Request) => Promise<object>,
  request: Request,
  context: Context<Params>,
): Promise<Response> {
  if (request.method !== "GET" && !isSameOrigin(request.headers, publicUrl()))
    return refusal("forbidden", 403);
  const actor = await findActor();
  if (!actor) return refusal("signed_out", 401);
  const params = await context.params;
  const sessionId = (await findCurrentSession())?.id;
  const value = await withOrigin({ headers: request.headers, sessionId }, () => run(actor, params, request));
  return value instanceof Response ? value : Response.json(value);
}

/**
 * A route handler of the console: finds the actor, refuses other sites' requests, and answers JSON. What it answers
 * is never cached, and bears the id by which the log knows the request. `run` does one thing and may throw Forbidden or
 * NotFound; what is no JSON it answers as a Response.
 */
export function defineRoute<Params>(
  run: (actor: UserActor, params: Params, request: Request) => Promise<object>,
): (request: Request, context: Context<Params>) => Promise<Response> {
  return async (request, context) => {
    const requestId = randomUUID();
    const response = await answer(run, request, context).catch((error: unknown) =>
      toResponse(error, requestId),
    );
    const headers = { "Cache-Control": "no-store", "X-Request-Id": requestId, ...transportHeaders() };
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  };
}
