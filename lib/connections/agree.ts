import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { CONSENT_VERSION, consentHash } from "@/lib/consent/texts";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { lockConnection } from "./find-connection";
import { tellOfAttention } from "./mark-attention";
import type { AgreeInput } from "./schema";
import { isStepOpen } from "./steps";

/**
 * Step 4. Records who agreed to which words. Refuses a text that is no longer the current one, since the person
 * would have agreed to something else than is stored.
 */
export async function agree(actor: Actor, input: AgreeInput): Promise<Result<null>> {
  return prisma().$transaction(async (tx) => {
    const connection = await lockConnection(tx, actor, input.connectionId);
    if (!isStepOpen(connection.progress, "consent")) return refused("step_closed");
    if (input.version !== CONSENT_VERSION) return refused("consent_text_changed");
    if (connection.consent?.textVersion === CONSENT_VERSION) return accepted(null);
    await tx.consent.create({
      data: {
        connectionId: connection.id,
        userId: actor.kind === "user" ? actor.id : null,
        textVersion: input.version,
        textSha256: consentHash(input.version, input.language),
        language: input.language,
      },
    });
    if (connection.status === "consent_withdrawn") {
      const status = connection.attentionCode === null ? "active" : "needs_attention";
      await tx.connection.update({ where: { id: connection.id }, data: { status } });
      if (connection.attentionCode !== null)
        await tellOfAttention(tx, connection.id, connection.attentionCode);
    }
    await recordAudit(tx, actor, {
      action: "consent.give",
      objectType: "connection",
      objectId: connection.id,
      details: { version: input.version, language: input.language },
    });
    return accepted(null);
  });
}
