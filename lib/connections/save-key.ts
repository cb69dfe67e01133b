import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { requireRecentProof } from "@/lib/auth/require-recent-proof";
import { prisma } from "@/lib/db";
import { requireDestination } from "@/lib/destinations/registry";
import { type Result, accepted, refused } from "@/lib/errors";
import { fieldProblems } from "@/lib/field-problems";
import { type CheckedAccount, checkAccount } from "./check-account";
import { putSecret } from "./connection-secrets";
import { refusalOfFailure } from "./failure-code";
import { lockConnection, readConnection } from "./find-connection";
import { mend } from "./mark-attention";
import { openWithKey } from "./open-channel";
import type { SaveKeyInput } from "./schema";
import { isStepOpen } from "./steps";

/**
 * Step 3. Stores the key, encrypted, and sends it nowhere: nothing goes out before the consent. A key that replaces
 * one already checked is checked first, and refused when it belongs to another account; the old one then stays.
 */
export async function saveKey(actor: Actor, input: SaveKeyInput): Promise<Result<null>> {
  const before = await readConnection(prisma(), actor, input.connectionId);
  if (!isStepOpen(before.progress, "key")) return refused("step_closed");
  if (before.oauthAt) return refused("key_not_used");
  if (before.keyLastFour) requireRecentProof(actor);
  const destination = requireDestination(before.destination);
  const parsed = destination.secretSchema.safeParse({ key: input.key });
  if (!parsed.success) return { ok: false, code: "invalid", fields: fieldProblems(parsed.error) };
  const { key } = parsed.data;

  let checked: CheckedAccount | undefined;
  if (before.accountId !== null) {
    // It cannot be checked now, and unchecked it could be another account's.
    if (!before.consent) return refused("consent_required");
    try {
      const result = await checkAccount(openWithKey(before, key), before.accountId);
      if (!result.ok) return result;
      checked = result.value;
    } catch (error) {
      return refusalOfFailure(error);
    }
  }
  return prisma().$transaction(async (tx) => {
    const connection = await lockConnection(tx, actor, input.connectionId);
    await putSecret(tx, connection.id, "key", key);
    await tx.connection.update({
      where: { id: connection.id },
      data: {
        keyLastFour: key.slice(-4),
        ...(checked ? { ...checked, checkedAt: new Date() } : { checkedAt: null }),
        ...(checked ? await mend(tx, connection, "credential") : {}),
      },
    });
    await recordAudit(tx, actor, {
      action: before.keyLastFour ? "connection.replace_key" : "connection.save_key",
      objectType: "connection",
      objectId: connection.id,
    });
    return accepted(null);
  });
}
