import { advisoryLocks } from "@/lib/advisory-locks";
import { recordAudit } from "@/lib/audit/record";
import { passwordProblem } from "@/lib/auth/password-rules";
import { hashToken, newToken } from "@/lib/auth/tokens";
import { type Tx, prisma } from "@/lib/db";
import { type Result, accepted, refused, refusedField } from "@/lib/errors";
import { putUser } from "@/lib/users/put-user";
import type { SetupInput } from "./schema";

const LINK_HOURS = 24;

// One at a time: two starts at once would leave two links, and two links make two first administrators.
async function lockSetup(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${advisoryLocks.setup})`;
}

async function hasAdministrator(tx: Tx): Promise<boolean> {
  return (await tx.user.count({ where: { role: "administrator", disabledAt: null } })) > 0;
}

/** A new one-time token for the first administrator, replacing earlier ones; null when there is one already. */
export async function createSetupToken(now: Date): Promise<string | null> {
  return prisma().$transaction(async (tx) => {
    await lockSetup(tx);
    if (await hasAdministrator(tx)) return null;
    const token = newToken();
    await tx.setupLink.deleteMany({});
    const expiresAt = new Date(now.getTime() + LINK_HOURS * 3_600_000);
    await tx.setupLink.create({ data: { tokenHash: hashToken(token), expiresAt } });
    return token;
  });
}

/** Whether `token` still opens the set-up page. */
export async function isSetupTokenValid(token: string): Promise<boolean> {
  const where = { tokenHash: hashToken(token), expiresAt: { gt: new Date() } };
  return (await prisma().setupLink.count({ where })) > 0;
}

/** Makes the first administrator; the link works once, also when it is used twice at the same moment. */
export async function createFirstAdministrator(input: SetupInput): Promise<Result<{ email: string }>> {
  const problem = passwordProblem(input.password, input.email);
  if (problem) return refusedField("password", problem);
  return prisma().$transaction(async (tx) => {
    await lockSetup(tx);
    const used = await tx.setupLink.deleteMany({
      where: { tokenHash: hashToken(input.token), expiresAt: { gt: new Date() } },
    });
    if (used.count === 0 || (await hasAdministrator(tx))) return refused("setup_link_used");
    const { email, name, password } = input;
    const id = await putUser(tx, { email, name, password, role: "administrator" });
    const actor = { kind: "user", id, role: "administrator" } as const;
    await recordAudit(tx, actor, { action: "setup.first_administrator", objectType: "user", objectId: id });
    return accepted({ email });
  });
}
