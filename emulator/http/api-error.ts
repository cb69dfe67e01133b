import { randomUUID } from "node:crypto";

/** One entry of a JSON:API errors array (contract section 4). */
export interface Problem {
  code: string;
  title: string;
  detail: string;
  source?: { pointer: string } | { parameter: string };
  links?: Record<string, string>;
  meta?: Record<string, unknown>;
}

/** A refusal in Klaviyo's shape; thrown by handlers, answered by the pipeline. */
export class ApiError extends Error {
  readonly status: number;
  readonly problems: Problem[];
  readonly headers: Record<string, string>;

  constructor(status: number, problems: Problem | Problem[], headers: Record<string, string> = {}) {
    const list = Array.isArray(problems) ? problems : [problems];
    super(list[0]?.detail ?? `status ${status}`);
    this.status = status;
    this.problems = list;
    this.headers = headers;
  }
}

/** The body of a refusal; live errors also carry status, links and meta, which the document lacks. */
export function toErrorBody(error: ApiError): object {
  return {
    errors: error.problems.map((problem) => ({
      id: randomUUID(),
      status: error.status,
      code: problem.code,
      title: problem.title,
      detail: problem.detail,
      source: problem.source ?? { pointer: "/data/" },
      links: problem.links ?? {},
      meta: problem.meta ?? {},
    })),
  };
}

/** 400 `invalid` at a pointer of the body. */
export function invalidBody(pointer: string, detail: string): Problem {
  return { code: "invalid", title: "Invalid input.", detail, source: { pointer } };
}

/** 400 `invalid` naming a query parameter. */
export function invalidParameter(parameter: string, detail: string): ApiError {
  return new ApiError(400, { code: "invalid", title: "Invalid input.", detail, source: { parameter } });
}

/** 404 in the recorded wording. */
export function notFound(detail: string): ApiError {
  return new ApiError(404, { code: "not_found", title: "Not found.", detail, source: { pointer: "/data/" } });
}

/** 429 with Retry-After only; RateLimit headers are absent there (contract 6). */
export function throttled(seconds: number): ApiError {
  const problem = {
    code: "throttled",
    title: "Request was throttled.",
    detail: `Request was throttled. Expected available in ${seconds} second${seconds === 1 ? "" : "s"}.`,
    source: { pointer: "/data" },
    links: { type: "https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling" },
  };
  return new ApiError(429, problem, { "Retry-After": String(seconds) });
}

/** 403 for a missing scope. */
export function permissionDenied(detail: string): ApiError {
  return new ApiError(403, {
    code: "permission_denied",
    title: "You do not have permission to perform this action.",
    detail,
    source: { pointer: "/data/" },
  });
}
