import { randomBytes, randomUUID } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { contentPolicy } from "@/lib/content-policy";
import { publicUrl, singleSignOn } from "@/lib/env";
import { logger } from "@/lib/logger";
import { BodyTooLarge, readBytes } from "@/lib/read-bytes";
import { isSameOrigin } from "@/lib/same-origin";
import { transportHeaders } from "@/lib/transport-headers";

// What Next takes for an action itself.
const MOST_ACTION_BYTES = 1_048_576;
const NONCE_BYTES = 16;

interface Refusal {
  code: "forbidden" | "body_too_large";
  status: 403 | 413;
}

/** Why a request that changes something, which to a page is an action, is not to get there. */
async function findRefusal(request: NextRequest): Promise<Refusal | null> {
  if (!isSameOrigin(request.headers, publicUrl())) return { code: "forbidden", status: 403 };
  try {
    await readBytes(request, MOST_ACTION_BYTES);
    return null;
  } catch (error) {
    if (error instanceof BodyTooLarge) return { code: "body_too_large", status: 413 };
    throw error;
  }
}

function refuse({ code, status }: Refusal, request: NextRequest, requestId: string): NextResponse {
  logger.warn({ requestId, code, method: request.method, path: request.nextUrl.pathname }, "refused");
  return NextResponse.json({ ok: false, code, params: { requestId } }, { status });
}

function policyOf(nonce: string): string {
  const issuer = singleSignOn()?.issuer;
  return contentPolicy({
    nonce,
    issuerOrigin: issuer ? new URL(issuer).origin : null,
    isDevelopment: process.env.NODE_ENV === "development",
  });
}

/** Lets the request through to its page, which finds in its headers what belongs to this answer only. */
function pass(request: NextRequest, requestId: string): NextResponse {
  const nonce = randomBytes(NONCE_BYTES).toString("base64");
  const policy = policyOf(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-request-id", requestId);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  // Next compares this with the origin, which has been judged; what a proxy calls this Ferry does not matter.
  const origin = request.headers.get("origin");
  if (!isReading(request) && origin) headers.set("x-forwarded-host", new URL(origin).host);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

const isReading = ({ method }: NextRequest) => method === "GET" || method === "HEAD";

/** What comes before every page: its policy, its request id, and the look at who asks for a change. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const requestId = randomUUID();
  const refusal = isReading(request) ? null : await findRefusal(request);
  const response = refusal ? refuse(refusal, request, requestId) : pass(request, requestId);
  response.headers.set("X-Request-Id", requestId);
  for (const [name, value] of Object.entries(transportHeaders())) response.headers.set(name, value);
  return response;
}

// Routes look for themselves: through here, Next would keep their bodies in memory, and cut long files off.
export const config = { matcher: "/((?!api/|_next/static/|icon\\.svg).*)" };
