import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound, type Result, accepted } from "@/lib/errors";

/** Takes a token out of use at once. Revoking it again changes nothing. */
export async function revokeToken(actor: Actor, input: { tokenId: string }): Promise<Result<null>> {
  requirePermission(actor, "api:manage");
  return prisma().$transaction(async (tx) => {
    const token = await tx.apiToken.findUnique({ where: { id: input.tokenId } });
    if (!token) throw new NotFound("API token", input.tokenId);
    const { count } = await tx.apiToken.updateMany({
      where: { id: token.id, revokedAt: null },
      data: { revokedAt: new Date(), revokedById: actor.kind === "user" ? actor.id : null, nameKey: null },
    });
    if (count === 1)
      await recordAudit(tx, actor, {
        action: "api_token.revoke",
        objectType: "api_token",
        objectId: token.id,
      });
    return accepted(null);
  });
}
