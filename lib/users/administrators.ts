import { advisoryLocks } from "@/lib/advisory-locks";
import type { Tx } from "@/lib/db";

/** One at a time: two administrators who demote each other at once would leave none. */
export async function lockAdministrators(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${advisoryLocks.administrators})`;
}

/** Whether somebody else is an administrator who can sign in; who was only invited cannot yet. */
export async function hasOtherAdministrator(tx: Tx, userId: string): Promise<boolean> {
  const others = await tx.user.count({
    where: {
      id: { not: userId },
      role: "administrator",
      disabledAt: null,
      OR: [{ passwordHash: { not: null } }, { ssoSubject: { not: null } }],
    },
  });
  return others > 0;
}
