import type { UserActor } from "@/lib/auth/current-actor";
import { prisma } from "@/lib/db";
import { type Result, accepted } from "@/lib/errors";
import type { SaveColumnsInput } from "./columns-schema";

/** Keeps with the user which columns their list of customers has; everybody may do that to themselves and nobody to others. */
export async function saveColumns(actor: UserActor, input: SaveColumnsInput): Promise<Result<null>> {
  await prisma().user.update({ where: { id: actor.id }, data: { customerColumns: input.columns } });
  return accepted(null);
}
