import { canUseConnection } from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db";
import type { DescribedObject } from "./describe-object";
import { type IncidentKind, defaultChoice, kindsFor } from "./schema";

export interface Recipient {
  userId: string;
  inApp: boolean;
  byEmail: boolean;
}

/**
 * Who is told of something of `kind`, and how: administrators of everything; contributors of what is on the connections
 * shared with them, and of sources; viewers where they chose it.
 */
export async function findAudience(
  tx: Tx,
  kind: IncidentKind,
  shared: DescribedObject["shared"],
): Promise<Recipient[]> {
  const users = await tx.user.findMany({
    where: { disabledAt: null },
    select: { id: true, role: true, notificationChoices: { where: { kind } } },
  });
  const concerns = ({ id, role }: (typeof users)[number]) => {
    if (role === "administrator" || shared === "all") return true;
    if (shared === "nobody") return false;
    return role === "viewer" || canUseConnection({ kind: "user", id, role }, shared);
  };
  return users
    .filter((user) => kindsFor(user.role).includes(kind) && concerns(user))
    .map((user) => {
      const { inApp, byEmail } = user.notificationChoices[0] ?? defaultChoice(user.role);
      return { userId: user.id, inApp, byEmail };
    });
}
