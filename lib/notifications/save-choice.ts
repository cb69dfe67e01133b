import type { UserActor } from "@/lib/auth/current-actor";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { type ChoiceInput, kindsFor } from "./schema";

/** What a user wants to be told of, and how: theirs to choose, and nobody else's. Refuses what their role is not told of. */
export async function saveChoice(actor: UserActor, input: ChoiceInput): Promise<Result<null>> {
  const { kind, inApp, byEmail } = input;
  if (!kindsFor(actor.role).includes(kind)) return refused("forbidden");
  await prisma().notificationChoice.upsert({
    where: { userId_kind: { userId: actor.id, kind } },
    create: { userId: actor.id, kind, inApp, byEmail },
    update: { inApp, byEmail },
  });
  return accepted(null);
}
