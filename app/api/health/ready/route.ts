import { pool, prisma } from "@/lib/db";
import { logger } from "@/lib/logger";
import { requireCurrentSchema } from "@/lib/migrations";
import { tombstoneKeyProblem } from "@/lib/privacy/tombstone-key";

export const dynamic = "force-dynamic";

/** The process can do its work: the database answers and has this build's schema. `hints` name what stands still although. */
export async function GET(): Promise<Response> {
  try {
    await requireCurrentSchema((sql) => pool().query(sql));
    const problem = await tombstoneKeyProblem(prisma());
    return Response.json({ status: "ready", ...(problem && { hints: [problem] }) });
  } catch (error) {
    logger.warn({ err: error }, "not ready");
    return Response.json({ status: "not ready" }, { status: 503 });
  }
}
