import type { NextRequest } from "next/server";
import { withOrigin } from "@/lib/audit/origin";
import { handlers } from "@/lib/auth/next-auth";

export async function POST(request: NextRequest): Promise<Response> {
  return withOrigin(request, () => handlers.POST(request));
}

/** All of the library's but what would tell a script of the page the session's id, which the cookie keeps from it. */
export async function GET(request: NextRequest): Promise<Response> {
  if (request.nextUrl.pathname.endsWith("/session")) return new Response(null, { status: 404 });
  return withOrigin(request, () => handlers.GET(request));
}
