import { openApiDocument } from "@/lib/api/openapi";
import { publicUrl } from "@/lib/env";

export const dynamic = "force-dynamic";

/** What the API takes and answers, for programs; it says nothing of this installation but its address. */
export function GET(): Response {
  return Response.json(openApiDocument(publicUrl()), { headers: { "Cache-Control": "no-store" } });
}
