import { randomUUID } from "node:crypto";
import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { requireRecentProof } from "@/lib/auth/require-recent-proof";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import type { RequestErasureInput } from "./schema";
import { sealSubject } from "./subject";
import { tombstoneKeyProblem } from "./tombstone-key";

/**
 * Has somebody erased by a worker, everywhere in Ferry and, where chosen, at destinations. Wants a fresh proof of who
 * asks. Refuses where erased people could not be known again.
 */
export async function requestErasure(
  actor: Actor,
  input: RequestErasureInput,
): Promise<Result<{ erasureId: string }>> {
  requirePermission(actor, "privacy:erase");
  requireRecentProof(actor);
  const { by, value, connectionIds } = input;
  const erasureId: string = randomUUID();
  return prisma().$transaction(async (tx) => {
    const problem = await tombstoneKeyProblem(tx);
    if (problem) return refused(problem);
    const connections = await tx.connection.findMany({
      where: { id: { in: connectionIds }, status: "active" },
      select: { id: true },
    });
    await tx.erasure.create({
      data: {
        id: erasureId,
        subjectCiphertext: sealSubject(erasureId, { asked: { by, value }, person: null }),
        requestedById: actor.kind === "user" ? actor.id : null,
        deletions: { create: connections.map(({ id }) => ({ connectionId: id })) },
      },
    });
    await enqueue(tx, "privacy.erase", { erasureId }, { key: erasureId });
    await recordAudit(tx, actor, {
      action: "privacy.request_erasure",
      objectType: "erasure",
      objectId: erasureId,
      details: { by, destinations: connections.length },
    });
    return accepted({ erasureId });
  });
}

/** Tries an erasure again that was given up after faults. Refuses one that is under way or done. */
export async function retryErasure(actor: Actor, input: { erasureId: string }): Promise<Result<null>> {
  requirePermission(actor, "privacy:erase");
  return prisma().$transaction(async (tx) => {
    const { count } = await tx.erasure.updateMany({
      where: { id: input.erasureId, status: "failed" },
      data: { status: "queued", failures: 0, dueAt: null },
    });
    if (count === 0) return refused("erasure_not_failed");
    await enqueue(tx, "privacy.erase", { erasureId: input.erasureId }, { key: input.erasureId });
    await recordAudit(tx, actor, {
      action: "privacy.retry_erasure",
      objectType: "erasure",
      objectId: input.erasureId,
    });
    return accepted(null);
  });
}
