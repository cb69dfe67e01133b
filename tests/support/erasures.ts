import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import { erasePerson } from "@/lib/privacy/erase-person";
import { reportSchema } from "@/lib/privacy/report";
import { requestErasure } from "@/lib/privacy/request-erasure";
import type { RequestErasureInput } from "@/lib/privacy/schema";
import { valueOf } from "./imports";

/** Asks for an erasure, and leaves it to a worker. */
export async function askErasure(
  actor: Actor,
  given: Partial<RequestErasureInput> & { value: string },
): Promise<string> {
  return valueOf(await requestErasure(actor, { by: "email", connectionIds: [], ...given })).erasureId;
}

/** Erases somebody, to the last step; answers the row with its report. */
export async function erase(actor: Actor, given: Partial<RequestErasureInput> & { value: string }) {
  const erasureId = await askErasure(actor, given);
  for (let round = 0; round < 100; round++) {
    await pool().query("UPDATE erasure SET due_at = NULL");
    await pool().query("UPDATE erasure_deletion SET due_at = now() - interval '1 second'");
    await erasePerson(erasureId);
    const row = await prisma().erasure.findUniqueOrThrow({ where: { id: erasureId } });
    if (row.status === "done" || row.status === "failed")
      return { ...row, report: reportSchema.parse(row.report) };
    await sleep(20);
  }
  throw new Error(`Erasure ${erasureId} stands still.`);
}
