import type { Tx } from "@/lib/db";
import { requireDestination } from "@/lib/destinations/registry";
import { heldSchema } from "@/lib/runs/plan/brake";
import type { SharedConnection } from "@/lib/auth/permissions";

export interface DescribedObject {
  params: Record<string, string | number>;
  /** Whose matter it is besides the administrators': of those who share the connection, or of all. */
  shared: SharedConnection | "all" | "nobody";
}

const sharing = { connection: { select: { access: true, users: { select: { userId: true } } } } } as const;

async function describeExport(tx: Tx, id: string): Promise<DescribedObject | null> {
  const row = await tx.export.findFirst({ where: { id, removedAt: null }, include: sharing });
  return row && { params: { name: row.name }, shared: row.connection ?? "nobody" };
}

async function describeRun(tx: Tx, id: string): Promise<DescribedObject | null> {
  const row = await tx.run.findFirst({
    where: { id, export: { removedAt: null } },
    include: { ...sharing, export: { select: { name: true } } },
  });
  if (!row) return null;
  const hold = heldSchema.safeParse(row.hold).data;
  const numbers = hold && { reason: hold.reason, people: hold.people, of: hold.of, percent: hold.percent };
  return {
    params: { name: row.export.name, number: Number(row.number), ...numbers },
    shared: row.connection,
  };
}

async function describeConnection(tx: Tx, id: string): Promise<DescribedObject | null> {
  const row = await tx.connection.findFirst({ where: { id, status: { not: "removed" } } });
  return row && { params: { name: row.name }, shared: "nobody" };
}

async function describeSource(tx: Tx, id: string): Promise<DescribedObject | null> {
  const row = await tx.source.findUnique({ where: { id } });
  return row && { params: { name: row.name }, shared: "all" };
}

async function describeWebhook(tx: Tx, id: string): Promise<DescribedObject | null> {
  const row = await tx.webhookEndpoint.findUnique({ where: { id } });
  return row && { params: { name: row.name }, shared: "nobody" };
}

/** What an incident is about, as it is called now; null where that is gone. */
export async function describeObject(
  tx: Tx,
  { objectType, objectId }: { objectType: string; objectId: string },
): Promise<DescribedObject | null> {
  switch (objectType) {
    case "export":
      return describeExport(tx, objectId);
    case "run":
      return describeRun(tx, objectId);
    case "connection":
      return describeConnection(tx, objectId);
    case "source":
      return describeSource(tx, objectId);
    case "webhook_endpoint":
      return describeWebhook(tx, objectId);
    case "destination":
      return { params: { name: requireDestination(objectId).label }, shared: "nobody" };
    default:
      return { params: {}, shared: "all" };
  }
}
