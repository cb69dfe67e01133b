import "server-only";
import { randomUUID } from "node:crypto";
import { withOrigin } from "@/lib/audit/origin";
import { findActor, findCurrentSession, type UserActor } from "@/lib/auth/current-actor";
import { publicUrl } from "@/lib/env";
import { Forbidden, NotFound, ProofNeeded } from "@/lib/errors";
import { logger } from "@/lib/logger";

type Context<Params> = { params: Promise<Params> };

const refusal = (code: string, status: number, params?: Record<string, string>) =>
  Response.json({ ok: false, code, params }, { status, headers: { "Cache-Control": "no-store" } });

/** Maps what a command or query throws to an answer that tells nothing about what it is none of the caller's. */
function toResponse(error: unknown): Response {
  if (error instanceof Forbidden) return refusal("forbidden", 403);
  if (error instanceof NotFound) return refusal("not_found", 404);
  if (error instanceof ProofNeeded) return refusal("proof_needed", 403);
  const requestId = randomUUID();
  logger.error({ err: error, requestId }, "a request failed");
  return refusal("unexpected", 500, { requestId });
}

/** A browser sends Origin with every request that changes something; another site's page cannot forge it. */
function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get("origin");
  if (!origin) return false;
  return origin === new URL(publicUrl()).origin || new URL(origin).host === request.headers.get("host");
}

/**
 * A route handler of the console: finds the actor, refuses other sites' requests, and answers JSON that is never
 * cached. `run` does one thing and may throw Forbidden or NotFound; what is no JSON it answers as a Response.
 */
export function defineRoute<Params>(
  run: (actor: UserActor, params: Params, request: Request) => Promise<object>,
): (request: Request, context: Context<Params>) => Promise<Response> {
  return async (request, context) => {
    try {
      if (request.method !== "GET" && !isSameOrigin(request)) return refusal("forbidden", 403);
      const actor = await findActor();
      if (!actor) return refusal("signed_out", 401);
      const params = await context.params;
      const sessionId = (await findCurrentSession())?.id;
      const answer = await withOrigin({ headers: request.headers, sessionId }, () =>
        run(actor, params, request),
      );
      if (answer instanceof Response) return answer;
      return Response.json(answer, { headers: { "Cache-Control": "no-store" } });
    } catch (error) {
      return toResponse(error);
    }
  };
}
