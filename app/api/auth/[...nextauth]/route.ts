import type { NextRequest } from "next/server";
import { handlers } from "@/lib/auth/next-auth";

export const { POST } = handlers;

/** All of the library's but what would tell a script of the page the session's id, which the cookie keeps from it. */
export function GET(request: NextRequest): Promise<Response> | Response {
  if (request.nextUrl.pathname.endsWith("/session")) return new Response(null, { status: 404 });
  return handlers.GET(request);
}
