import { z } from "zod";
import { MAX_BATCH } from "@/lib/sources/push/schema";

/** Longest body of a request, in bytes: a full batch of people with 5,000 bytes each. */
export const MAX_BODY_BYTES = 5 * 1024 ** 2;

/** What can be wrong with a request as a whole. For whoever writes the program: in English, like the names of the API. */
export const problems = {
  body_cut_off: {
    status: 400,
    title: "Body cut off",
    detail: "The request ended before its body did. Nothing was changed.",
  },
  not_json: {
    status: 400,
    title: "Not JSON",
    detail: "The body is not JSON in UTF-8.",
  },
  wrong_shape: {
    status: 400,
    title: "Not what this takes",
    detail: `The body has not the documented shape; errors say where. A request takes 1 to ${MAX_BATCH} rows.`,
  },
  idempotency_key_unusable: {
    status: 400,
    title: "Idempotency key unusable",
    detail: "An Idempotency-Key has 1 to 255 visible ASCII characters. A UUID does.",
  },
  token_missing: {
    status: 401,
    title: "No token",
    detail: "Send a token, made under Admin › API, in the header Authorization: Bearer <token>.",
  },
  token_unknown: {
    status: 401,
    title: "Unknown token",
    detail: "There is no such token, or the source it fed was removed. Check that it was copied as a whole.",
  },
  token_revoked: {
    status: 401,
    title: "Token revoked",
    detail: "An administrator revoked this token. Ask for another one.",
  },
  token_expired: {
    status: 401,
    title: "Token expired",
    detail: "The token's time is over. Ask an administrator for another one.",
  },
  scope_missing: {
    status: 403,
    title: "Not allowed",
    detail: "The token does not have the scope that this needs. Scopes are chosen when a token is made.",
  },
  export_not_found: {
    status: 404,
    title: "No such export",
    detail: "There is no export with this id. Its id stands in the address of its page.",
  },
  run_not_found: {
    status: 404,
    title: "No such run",
    detail: "There is no run with this id.",
  },
  cannot_run: {
    status: 409,
    title: "Cannot run now",
    detail: "The export cannot run as things stand; reason says why.",
  },
  body_too_large: {
    status: 413,
    title: "Body too large",
    detail: "The body is larger than 5 MiB. Send fewer people in one request.",
  },
  wrong_type: {
    status: 415,
    title: "Not application/json",
    detail: "Send the body as it is, not compressed, with the header Content-Type: application/json.",
  },
  idempotency_key_reused: {
    status: 422,
    title: "Idempotency key used before",
    detail:
      "Within 24 hours another request had this Idempotency-Key. Repeat that request unchanged, or use another key.",
  },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    detail:
      "The token sent more requests within a minute than it may. Go on after the seconds in Retry-After.",
  },
  unexpected: {
    status: 500,
    title: "Something went wrong",
    detail:
      "The fault is on our side, and nothing was changed. Give an administrator the request id if it stays.",
  },
  busy: {
    status: 503,
    title: "Busy",
    detail:
      "Another import is being merged. Nothing was changed. Repeat the request after the seconds in Retry-After.",
  },
  erased_unknown: {
    status: 503,
    title: "Erased people unknown",
    detail:
      "People were erased and could not be recognised now, so nobody is taken in. Nothing was changed. Whoever runs Ferry has to set FERRY_TOMBSTONE_KEY; then repeat the request.",
  },
} as const;
export type ProblemCode = keyof typeof problems;

/** A refused request, as RFC 9457 wants it told. */
export const problemSchema = z.object({
  type: z
    .string()
    .regex(/^urn:ferry:problem:[a-z_]+$/)
    .meta({ description: "Which problem it is; made for programs." }),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  requestId: z.uuid().meta({ description: "By which the request is found in the log." }),
  reason: z.string().optional().meta({ description: "Of cannot_run: why, made for programs." }),
  errors: z
    .array(z.object({ pointer: z.string(), detail: z.string() }))
    .optional()
    .meta({ description: "Where in the body, as JSON pointers." }),
});
export type Problem = z.infer<typeof problemSchema>;

/** Thrown where a request of the API has to be refused as a whole. */
export class ApiProblem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly more: {
      headers?: Record<string, string>;
      /** Instead of the code's own sentence. */
      detail?: string;
      reason?: string;
      errors?: Problem["errors"];
    } = {},
  ) {
    super(`An API request was refused: ${code}.`);
    this.name = "ApiProblem";
  }
}

/** The answer to a refused request. */
export function toProblemResponse({ code, more }: ApiProblem, requestId: string): Response {
  const { status, title, detail } = problems[code];
  const problem: Problem = {
    type: `urn:ferry:problem:${code}`,
    title,
    status,
    detail: more.detail ?? detail,
    requestId,
    ...(more.reason && { reason: more.reason }),
    ...(more.errors && { errors: more.errors }),
  };
  return new Response(JSON.stringify(problem), {
    status,
    headers: { "Content-Type": "application/problem+json", ...more.headers },
  });
}
