import { identify, type Caller } from "../accounts/identify.ts";
import { coversScope } from "../accounts/scopes.ts";
import type { LogEntry } from "../control/request-log.ts";
import type { FaultAction } from "../faults/fault-rule.ts";
import { findLimit } from "../limits/published-limits.ts";
import type { World } from "../world.ts";
import { ApiError, invalidBody, notFound, permissionDenied, throttled, toErrorBody } from "./api-error.ts";
import type { Answer, Route } from "./call.ts";
import { checkHeaders } from "./check-headers.ts";
import { checkQuery, featuresOf } from "./check-query.ts";
import type { Match } from "./match-route.ts";
import { unpackBody, type ReadBody } from "./read-body.ts";

export interface Incoming {
  world: World;
  url: URL;
  headers: NodeJS.Dict<string | string[]>;
  body: ReadBody;
  match: Match;
  entry: LogEntry;
  faults: FaultAction[];
  base: string;
}

/** Credentials, quota, scopes, headers, body, query, handler: in that order, as a real call meets them. */
export async function processCall(incoming: Incoming): Promise<Answer> {
  const quota: { headers: Record<string, string> } = { headers: {} };
  try {
    const answer = await answerCall(incoming, quota);
    return { ...answer, headers: { ...quota.headers, ...answer.headers } };
  } catch (error) {
    const refusal = error instanceof ApiError ? error : serverError(error);
    return {
      status: refusal.status,
      document: toErrorBody(refusal),
      headers: { ...quota.headers, ...refusal.headers },
    };
  }
}

async function answerCall(incoming: Incoming, quota: { headers: Record<string, string> }): Promise<Answer> {
  const { world, url, match, entry, headers } = incoming;
  if (incoming.entry.path.length > world.switches.longestAddressBytes) return addressTooLong;
  if (match.found === "nothing") throw notFound("The path does not exist.");
  if (match.found === "path") throw methodNotAllowed(match.methods);
  const { route } = match;
  const caller = requireCaller(world, headers["authorization"]);
  quota.headers = chargeQuota(world, caller, route, url.searchParams, entry);
  const missing = route.scopes.find((scope) => !coversScope(caller.scopes, scope));
  if (missing) throw permissionDenied(`The credential lacks the scope \`${missing}\`.`);
  checkHeaders(world, headers, route.method !== "GET" && incoming.entry.bytes > 0);
  const body = parseBody(incoming, route);
  checkQuery(url.searchParams, route);
  return route.handle({
    world,
    account: caller.account,
    caller,
    now: world.clock.now(),
    path: entry.path,
    query: url.searchParams,
    params: match.params,
    body,
    bodyBytes: entry.bytes,
    base: incoming.base,
    entry,
    faults: incoming.faults,
  });
}

function requireCaller(world: World, header: string | string[] | undefined): Caller {
  const identified = identify(world, typeof header === "string" ? header : undefined);
  if (identified.known) return identified.known;
  const source = { pointer: "/data/" };
  if (identified.reason === "missing") {
    const text = "Authentication credentials were not provided.";
    throw new ApiError(401, { code: "not_authenticated", title: text, detail: text, source });
  }
  const text = "Incorrect authentication credentials.";
  const status = Number(world.switches.badKeyStatus);
  throw new ApiError(status, { code: "authentication_failed", title: text, detail: text, source });
}

function chargeQuota(
  world: World,
  caller: Caller,
  route: Route,
  query: URLSearchParams,
  entry: LogEntry,
): Record<string, string> {
  const names = [`${route.method} ${route.template}`, ...featuresOf(query, route.features)];
  const charge = world.windows.charge({
    owner: caller.quotaOwner,
    buckets: names.map((name) => ({ name, limit: findLimit(world.limits, name) })),
    now: world.clock.now(),
    describes: world.switches.rateHeadersDescribe,
    countRefused: world.switches.throttledRequestsCount,
  });
  if (charge.allowed) return charge.headers;
  entry.throttledBy = charge.window;
  world.counters.throttled++;
  throw throttled(charge.retryAfterSeconds);
}

/** The largest body a route takes, on the decompressed bytes (contract 1). */
export function bodyLimit(world: World, route: Route): number {
  const unit = world.switches.byteUnit === "binary" ? 1024 : 1000;
  return Math.floor((route.megabytes ?? 5) * unit * unit);
}

function parseBody(incoming: Incoming, route: Route): unknown {
  const { world, headers, entry } = incoming;
  if (route.method === "GET") return undefined;
  const limit = bodyLimit(world, route);
  const body =
    incoming.body.outcome === "read" && headers["content-encoding"] === "gzip"
      ? unpackBody(incoming.body.bytes, limit)
      : incoming.body;
  if (body.outcome === "too_big") throw bodyTooBig(world, route);
  if (body.outcome === "aborted")
    throw new ApiError(400, invalidBody("/data", "The body could not be read."));
  entry.bytes = body.bytes.length;
  if (body.bytes.length === 0) {
    if (route.method === "DELETE" && !route.template.includes("relationships")) return undefined;
    throw new ApiError(400, invalidBody("/data", "The request body is missing."));
  }
  if (world.log.keepBodies) entry.body = body.bytes.toString();
  try {
    return JSON.parse(body.bytes.toString()) as unknown;
  } catch {
    throw new ApiError(400, invalidBody("/data", "JSON parse error"));
  } finally {
    dropLarge(body.bytes);
  }
}

/** Gives the memory of a read body back: V8 would look through a million people to find that it is free. */
function dropLarge({ buffer, byteOffset, length }: Buffer): void {
  if (length > 1_000_000 && byteOffset === 0 && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

function bodyTooBig(world: World, route: Route): ApiError {
  const size = route.megabytes === undefined ? "5MB" : "100KB";
  const detail = `The request body exceeds the maximum size of ${size}.`;
  const status = Number(world.switches.oversizeBody);
  const code = status === 413 ? "payload_too_large" : "invalid";
  return new ApiError(status, { code, title: "Payload too large.", detail, source: { pointer: "/data" } });
}

function methodNotAllowed(methods: string[]): ApiError {
  const problem = {
    code: "method_not_allowed",
    title: "Method not allowed.",
    detail: "The method is not allowed here.",
  };
  return new ApiError(405, problem, { Allow: methods.join(", ") });
}

function serverError(error: unknown): ApiError {
  process.stderr.write(`emulator: ${error instanceof Error ? error.stack : String(error)}\n`);
  const text = "A server error occurred.";
  return new ApiError(500, { code: "error", title: text, detail: text, source: { pointer: "/data/" } });
}

const addressTooLong: Answer = {
  status: 414,
  text: { type: "text/html", content: "<html><head><title>414 Request-URI Too Large</title></head></html>" },
};
