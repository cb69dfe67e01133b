import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { type CheckedAccount, checkAccount } from "./check-account";
import { refusalOfFailure } from "./failure-code";
import { lockConnection, readConnection } from "./find-connection";
import { markAttention, mend } from "./mark-attention";
import { openConnection } from "./open-channel";
import { isStepOpen } from "./steps";

/**
 * Step 5. Read-only checks with the stored credential: whose account, which scopes. The first success locks the
 * connection to that account. Nothing is asked before the consent is there.
 */
export async function connect(
  actor: Actor,
  input: { connectionId: string },
): Promise<Result<CheckedAccount>> {
  const before = await readConnection(prisma(), actor, input.connectionId);
  if (!isStepOpen(before.progress, "connect"))
    return refused(before.consent ? "step_closed" : "consent_required");
  let checked: Result<CheckedAccount>;
  try {
    checked = await checkAccount(await openConnection(before), before.accountId);
  } catch (error) {
    const refusal = refusalOfFailure(error);
    if (refusal.code !== "key_refused") return refusal;
    const code = before.oauthAt ? "tokens_dead" : "key_refused";
    await prisma().$transaction((tx) => markAttention(tx, before.id, { code }));
    return refused(code);
  }
  if (!checked.ok) {
    const params = { scopes: String(checked.params?.scopes ?? "") };
    if (checked.code === "scopes_missing")
      await prisma().$transaction((tx) => markAttention(tx, before.id, { code: "scopes_missing", params }));
    return checked;
  }
  const { value } = checked;
  const kept = await prisma().$transaction(async (tx): Promise<Result<CheckedAccount> | null> => {
    const connection = await lockConnection(tx, actor, input.connectionId);
    // Another tab may have changed something meanwhile, even the key: what was learnt is then of another one.
    if (connection.updatedAt.getTime() !== before.updatedAt.getTime()) return null;
    if (!connection.consent) return refused("consent_required");
    await tx.connection.update({
      where: { id: connection.id },
      data: {
        ...value,
        checkedAt: new Date(),
        ...(await mend(tx, connection, "credential")),
      },
    });
    await recordAudit(tx, actor, {
      action: "connection.connect",
      objectType: "connection",
      objectId: connection.id,
      details: { accountId: value.accountId },
    });
    return accepted(value);
  });
  return kept ?? connect(actor, input);
}
