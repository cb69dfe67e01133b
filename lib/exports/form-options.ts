import { type Actor, canUseConnection, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { listFields } from "@/lib/profiles/fields";

/** The connections an export of the actor's can go through; those that need attention say so. */
export async function listConnectionChoices(actor: Actor) {
  requirePermission(actor, "export:write");
  const rows = await prisma().connection.findMany({
    where: { status: { in: ["active", "needs_attention"] } },
    orderBy: { name: "asc" },
    include: { users: { select: { userId: true } } },
  });
  return rows
    .filter((row) => canUseConnection(actor, row))
    .map(({ id, name, destination, accountName, status, exportLimit }) => ({
      id,
      name,
      destination,
      accountName,
      status: status as "active" | "needs_attention",
      exportLimit,
    }));
}
export type ConnectionChoice = Awaited<ReturnType<typeof listConnectionChoices>>[number];

/** Everything the form of an export chooses from, and the field that looks like the address. */
export async function getExportFormOptions(actor: Actor) {
  const connections = await listConnectionChoices(actor);
  const fields = await listFields(actor);
  const segments = await prisma().segment.findMany({
    orderBy: { name: "asc" },
    select: { id: true, name: true, members: true, refreshStatus: true, isActive: true },
  });
  const suggestedIdentifier = fields.find(({ meaning }) => meaning === "email")?.key ?? null;
  return { connections, fields, segments, suggestedIdentifier };
}
export type ExportFormOptions = Awaited<ReturnType<typeof getExportFormOptions>>;
