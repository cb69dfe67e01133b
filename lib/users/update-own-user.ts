import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/auth/current-actor";
import { prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import type { PreferencesInput, ProfileInput } from "./schema";

/** Changes what is the user's own to change; everybody may do that to themselves and nobody to others. */
export async function updateProfile(actor: UserActor, input: ProfileInput): Promise<Result<null>> {
  await prisma().$transaction(async (tx) => {
    await tx.user.update({ where: { id: actor.id }, data: { name: input.name } });
    await recordAudit(tx, actor, { action: "user.update_profile", objectType: "user", objectId: actor.id });
  });
  return accepted(null);
}

/** Keeps language, theme and time zone with the user, so that they follow them to another browser. */
export async function updatePreferences(
  actor: UserActor,
  input: PreferencesInput,
): Promise<Result<PreferencesInput>> {
  await prisma().user.update({ where: { id: actor.id }, data: input });
  return accepted(input);
}
