import type { Role } from "@/generated/prisma/enums";
import { normalizeEmail } from "@/lib/auth/normalize-email";
import { hashPassword } from "@/lib/auth/password";
import type { Tx } from "@/lib/db";

/** Adds a user, or gives an existing one this name, role and password. Returns the id. */
export async function putUser(
  tx: Tx,
  user: { email: string; name: string; role: Role; password: string },
): Promise<string> {
  const email = normalizeEmail(user.email);
  const content = { name: user.name, role: user.role, passwordHash: await hashPassword(user.password) };
  const row = await tx.user.upsert({ where: { email }, create: { email, ...content }, update: content });
  return row.id;
}
