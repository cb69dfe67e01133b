import { pool } from "@/lib/db";
import { logger } from "@/lib/logger";
import { requireCurrentSchema } from "@/lib/migrations";

export const dynamic = "force-dynamic";

/** The process can do its work: the database answers and has this build's schema. */
export async function GET(): Promise<Response> {
  try {
    await requireCurrentSchema((sql) => pool().query(sql));
    return Response.json({ status: "ready" });
  } catch (error) {
    logger.warn({ err: error }, "not ready");
    return Response.json({ status: "not ready" }, { status: 503 });
  }
}
