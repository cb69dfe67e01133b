import { recordAudit } from "@/lib/audit/record";
import { hashPassword } from "@/lib/auth/password";
import { passwordProblem } from "@/lib/auth/password-rules";
import { countAttempt } from "@/lib/auth/throttle";
import { hashToken } from "@/lib/auth/tokens";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused, refusedField } from "@/lib/errors";
import type { AcceptLinkInput } from "./schema";
import { findLink } from "./user-link";

/**
 * Sets the password of whose link it is, and ends all their sessions. The link works once, also when it is used twice at
 * the same moment; a password that is refused does not use it up.
 */
export async function acceptLink(input: AcceptLinkInput): Promise<Result<{ email: string }>> {
  const link = await findLink(input.token);
  if (!link) return refused("link_used");
  const problem = passwordProblem(input.password, link.email);
  if (problem) return refusedField("password", problem);
  const seconds = await countAttempt(`link:${link.userId}`);
  if (seconds > 0) return refused("throttled", { seconds });
  const passwordHash = await hashPassword(input.password);
  return prisma().$transaction(async (tx) => {
    const used = await tx.userLink.deleteMany({ where: { tokenHash: hashToken(input.token) } });
    if (used.count === 0) return refused("link_used");
    const { id, role } = await tx.user.update({ where: { id: link.userId }, data: { passwordHash } });
    await tx.session.deleteMany({ where: { userId: id } });
    await recordAudit(
      tx,
      { kind: "user", id, role },
      {
        action: link.purpose === "invitation" ? "user.accept_invitation" : "user.reset_password",
        objectType: "user",
        objectId: id,
      },
    );
    return accepted({ email: link.email });
  });
}
