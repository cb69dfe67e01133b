import { NextRequest } from "next/server";
import { withOrigin } from "@/lib/audit/origin";
import { handlers } from "@/lib/auth/next-auth";
import { publicUrl } from "@/lib/env";
import { BodyTooLarge, readBytes } from "@/lib/read-bytes";
import { isSameOrigin } from "@/lib/same-origin";

const MOST_BYTES = 10_000;

/**
 * The way back from the single sign-on, and the token that a sign-in has to bring along. Nothing else of the library's:
 * neither pages that are not Ferry's, nor what would tell a script of the page the session's id, which the cookie keeps
 * from it.
 */
export function GET(request: NextRequest): Promise<Response> | Response {
  const isOurs = /^\/api\/auth\/(csrf|callback\/[^/]+)$/.test(request.nextUrl.pathname);
  return isOurs ? withOrigin(request, () => handlers.GET(request)) : new Response(null, { status: 404 });
}

export async function POST(request: NextRequest): Promise<Response> {
  if (!isSameOrigin(request.headers, publicUrl())) return new Response(null, { status: 403 });
  const body = await readBytes(request, MOST_BYTES).catch((error: unknown) => {
    if (error instanceof BodyTooLarge) return null;
    throw error;
  });
  if (!body) return new Response(null, { status: 413 });
  const { url, method, headers } = request;
  const whole = new NextRequest(url, { method, headers, body: new Uint8Array(body) });
  return withOrigin(request, () => handlers.POST(whole));
}
