import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { isUniqueViolation, prisma } from "@/lib/db";
import { findDestination } from "@/lib/destinations/registry";
import { NotFound, type Result, accepted, refusedField } from "@/lib/errors";
import { toNameKey } from "@/lib/to-name-key";
import { lockConnection } from "./find-connection";
import type { SaveNameInput } from "./schema";

/** Step 1. Names a new draft, or renames a connection. Refuses a name that is taken. */
export async function saveName(
  actor: Actor,
  input: SaveNameInput,
  options: { isSample?: boolean } = {},
): Promise<Result<{ connectionId: string }>> {
  requirePermission(actor, "connection:manage");
  if (!findDestination(input.destination)) throw new NotFound("destination", input.destination);
  const names = { name: input.name, nameKey: toNameKey(input.name) };
  try {
    return await prisma().$transaction(async (tx) => {
      const { connectionId } = input;
      if (connectionId) {
        await lockConnection(tx, actor, connectionId);
        await tx.connection.update({ where: { id: connectionId }, data: names });
        await recordAudit(tx, actor, {
          action: "connection.rename",
          objectType: "connection",
          objectId: connectionId,
        });
        return accepted({ connectionId });
      }
      const createdById = actor.kind === "user" ? actor.id : null;
      const { id } = await tx.connection.create({
        data: { ...names, destination: input.destination, createdById, isSample: options.isSample ?? false },
      });
      await recordAudit(tx, actor, { action: "connection.create", objectType: "connection", objectId: id });
      return accepted({ connectionId: id });
    });
  } catch (error) {
    if (isUniqueViolation(error)) return refusedField("name", "name_taken");
    throw error;
  }
}
