import { inSession } from "@/lib/audit/origin";
import { recordAudit } from "@/lib/audit/record";
import { prisma } from "@/lib/db";
import { hashToken } from "./tokens";

/** Ends the session of a cookie's token because its person says so; one that has ended already changes nothing. */
export async function endSignedIn(token: string): Promise<void> {
  await prisma().$transaction(async (tx) => {
    const session = await tx.session.findUnique({
      where: { tokenHash: hashToken(token) },
      include: { user: true },
    });
    if (!session) return;
    const { id: userId, role } = session.user;
    const { count } = await tx.session.deleteMany({ where: { id: session.id } });
    if (count === 0) return;
    const event = { action: "user.sign_out", objectType: "user", objectId: userId } as const;
    await inSession(session.id, () => recordAudit(tx, { kind: "user", id: userId, role }, event));
  });
}
