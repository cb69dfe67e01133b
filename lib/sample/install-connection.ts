import type { UserActor } from "@/lib/auth/current-actor";
import { activate } from "@/lib/connections/activate";
import { agree } from "@/lib/connections/agree";
import { connect } from "@/lib/connections/connect";
import { saveAccess } from "@/lib/connections/save-access";
import { saveKey } from "@/lib/connections/save-key";
import { saveName } from "@/lib/connections/save-name";
import { CONSENT_VERSION } from "@/lib/consent/texts";
import { prisma } from "@/lib/db";
import { valueOf } from "./value-of";

/** A connection to the local Klaviyo, made by the commands a person uses, ready for exports of all contributors. */
export async function installSampleConnection(actor: UserActor, key: string): Promise<void> {
  const name = { destination: "klaviyo", name: "Klaviyo practice account" };
  const { connectionId } = valueOf(await saveName(actor, name, { isSample: true }));
  valueOf(await saveAccess(actor, { connectionId, access: "contributors", userIds: [] }));
  valueOf(await saveKey(actor, { connectionId, key }));
  const consent = {
    connectionId,
    isAgreed: true as const,
    version: CONSENT_VERSION,
    language: "en" as const,
  };
  valueOf(await agree(actor, consent));
  valueOf(await connect(actor, { connectionId }));
  // Nobody is there to click through the sign-in or to type a password, so these two steps are written down.
  await prisma().connection.update({
    where: { id: connectionId },
    data: { isOauthPassed: true, exportUserId: actor.id, exportUserAt: new Date() },
  });
  valueOf(await activate(actor, { connectionId }));
}
