import { DestinationFailure, type FailureReport, type RefusedRow } from "../destination-failure";
import type { Redact } from "../create-redactor";
import type { HttpAnswer } from "../send-request";
import { errorsSchema, type RemoteError } from "./api-types";
import { guessRetryAfter, parseRetryAfter } from "./retry-after";
import { REVISION, scopesOf, type Route } from "./routes";

/** What was asked, as far as it decides what an answer means. */
export interface AskedCall {
  route: Route;
  isWrite: boolean;
  /** The list that stands in the path or the body. */
  listId?: string;
  /** Records in the body. */
  rows?: number;
}

export interface FailureContext {
  redact: Redact;
  random(): number;
  /** The scopes an OAuth grant has; null for a key. */
  grantedScopes: readonly string[] | null;
}

const longestDetail = 300;
const rowPattern = /\/profiles\/data\/(\d+)/;
const fieldPattern = /\/attributes\/([a-z_]+(?:\/[a-z0-9_]+)?)$/;
const sizePattern =
  /too large|(?:exceeds|over) the maximum|maximum size|no more than \d+ (?:elements|items|profiles)/i;
const listGonePattern = /\blist\b.*(?:does not exist|not found)|\blist not found\b/i;
const scopePattern = /\b[a-z-]+:(?:read|write)\b/g;

/**
 * What an answer other than 2xx means (contract 4). A 403 or 5xx page that is not JSON:API comes from what stands in
 * front of Klaviyo; a 5xx leaves it open whether a write took effect.
 */
export function toFailure(call: AskedCall, answer: HttpAnswer, context: FailureContext): DestinationFailure {
  const errors = readErrors(answer);
  const verdict = judge(call, answer, { errors, context });
  return new DestinationFailure(toReport(call, answer, { errors, context, verdict }));
}

/** The part of a report that depends on its kind. */
type Verdict = FailureReport extends infer One
  ? One extends FailureReport
    ? Omit<One, "sentence" | "rateClass" | "status" | "code" | "requestId" | "pointer"> & { code?: string }
    : never
  : never;

interface Evidence {
  errors: RemoteError[];
  context: FailureContext;
}

function judge(call: AskedCall, answer: HttpAnswer, { errors, context }: Evidence): Verdict {
  const { status } = answer;
  const retryAfterMs = parseRetryAfter(answer.header("retry-after"));
  const code = errors[0]?.code ?? "";
  // An older page of Klaviyo's says 400 for a bad key (contract 2).
  if (status === 401 || code === "authentication_failed" || code === "not_authenticated")
    return { kind: "auth" };
  switch (status) {
    case 400:
    case 422:
      return judgeRefusal(call, { errors, context });
    case 403: {
      const isKlaviyo = errors.length > 0 && answer.header("cf-mitigated") === null;
      if (!isKlaviyo) return { kind: "transient", code: "blocked_in_front", retryAfterMs };
      return { kind: "forbidden", missingScopes: toMissingScopes(call, { errors, context }) };
    }
    case 404:
      // A page of something in front says nothing about lists and jobs.
      if (errors.length === 0) return { kind: "transient", code: "blocked_in_front", retryAfterMs };
      return { kind: judgeNotFound(call, errors) };
    case 408:
    case 425:
      return { kind: "transient", retryAfterMs };
    case 410:
      return { kind: "bug", ...(errors.length > 0 && { code: "revision_retired" }) };
    case 413:
      return { kind: "too_large" };
    case 429: {
      const wait = retryAfterMs ?? guessRetryAfter(context.random());
      return { kind: "rate_limited", retryAfterMs: wait, isStated: retryAfterMs !== null };
    }
  }
  if (status >= 500) return { kind: call.isWrite ? "ambiguous" : "transient", retryAfterMs };
  if (status >= 300 && status < 400) return { kind: "bug", code: "redirect_refused" };
  return { kind: "bug" };
}

/** 400: rows, the size, a list that is gone, or our mistake. Any error without a row fails the whole (contract 7.5). */
function judgeRefusal(call: AskedCall, { errors, context }: Evidence): Verdict {
  const rows = errors.flatMap((error) => toRefusedRow(call, error, context.redact) ?? []);
  if (rows.length > 0 && rows.length === errors.length) return { kind: "invalid_rows", rows };
  const others = errors.filter((error) => toRefusedRow(call, error, context.redact) === null);
  if (others.some((error) => listGonePattern.test(error.detail ?? ""))) return { kind: "target_missing" };
  if (others.some((error) => sizePattern.test(error.detail ?? error.title ?? "")))
    return { kind: "too_large" };
  return { kind: "bug" };
}

function toRefusedRow(call: AskedCall, error: RemoteError, redact: Redact): RefusedRow | null {
  const found = rowPattern.exec(error.source?.pointer ?? "");
  const index = Number(found?.[1]);
  if (!found || call.rows === undefined || index >= call.rows) return null;
  return {
    index,
    code: toCode(error.code, redact) ?? "invalid",
    detail: toDetail(error, redact),
    field: fieldOf(error.source?.pointer),
  };
}

/** The field at the end of a pointer, `phone_number` or `location/city`; null where it names none. */
export function fieldOf(pointer: string | null | undefined): string | null {
  return fieldPattern.exec(pointer ?? "")?.[1] ?? null;
}

function judgeNotFound(
  call: AskedCall,
  errors: readonly RemoteError[],
): "target_missing" | "ticket_missing" | "bug" {
  if (call.route.startsWith("GET /api/profile-bulk-import-jobs/{")) return "ticket_missing";
  // A removal can also miss one of its profiles; only what speaks of the list is about the list.
  if (call.route === "DELETE /api/lists/{id}/relationships/profiles")
    return errors.some((error) => listGonePattern.test(error.detail ?? "")) ? "target_missing" : "bug";
  return call.listId === undefined ? "bug" : "target_missing";
}

/** The scope the answer names, or those of the route that the grant is not known to have. */
function toMissingScopes(call: AskedCall, { errors, context }: Evidence): readonly string[] {
  const needed = scopesOf(call.route);
  const named = errors.flatMap((error) => error.detail?.match(scopePattern) ?? []);
  const certain = needed.filter((scope) => named.includes(scope));
  if (certain.length > 0) return certain;
  const absent = needed.filter((scope) => context.grantedScopes && !context.grantedScopes.includes(scope));
  return absent.length > 0 ? absent : needed;
}

function readErrors(answer: HttpAnswer): RemoteError[] {
  if (!(answer.header("content-type") ?? "").includes("json")) return [];
  try {
    const parsed = errorsSchema.safeParse(JSON.parse(answer.text ?? ""));
    return parsed.success ? parsed.data.errors : [];
  } catch {
    return []; // the status alone has to tell
  }
}

function toReport(
  call: AskedCall,
  answer: HttpAnswer,
  { errors, context, verdict }: Evidence & { verdict: Verdict },
): FailureReport {
  const { redact } = context;
  const first = errors[0];
  const code = verdict.code ?? toCode(first?.code, redact) ?? `http_${answer.status}`;
  const detail = first ? `: ${toDetail(first, redact)}` : ".";
  const hint =
    code === "revision_retired" ? ` The API revision ${REVISION} has been retired; update Ferry.` : "";
  return {
    ...verdict,
    sentence: `Klaviyo answered ${answer.status} (${code}) to ${call.route}${detail}${hint}`,
    rateClass: call.route,
    status: answer.status,
    code,
    requestId: toRequestId(answer, first, redact),
    pointer: toName(first?.source?.pointer ?? first?.source?.parameter, redact),
  };
}

function toCode(code: string | null | undefined, redact: Redact): string | null {
  return code && /^[A-Za-z0-9_.-]{1,64}$/.test(code) ? redact(code) : null;
}

function toName(pointer: string | null | undefined, redact: Redact): string | null {
  return pointer ? redact(pointer).slice(0, 200) : null;
}

/** The remote's words, for people: without secrets and addresses, and short. */
export function toDetail(error: { detail?: string | null; title?: string | null }, redact: Redact): string {
  return redact(error.detail ?? error.title ?? "no detail").slice(0, longestDetail);
}

function toRequestId(answer: HttpAnswer, first: RemoteError | undefined, redact: Redact): string | null {
  const id = first?.id ?? answer.header("x-request-id") ?? answer.header("cf-ray");
  return id && /^[A-Za-z0-9-]{1,64}$/.test(id) ? redact(id) : null;
}
