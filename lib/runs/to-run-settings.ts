import type { Export } from "@/generated/prisma/client";
import type { Tx } from "@/lib/db";
import { mappingSchema } from "@/lib/exports/schema";
import type { RunSettings } from "./settings-schema";

/** An export as a run freezes it. `limit` is the connection's. */
export async function toRunSettings(tx: Tx, row: Export, limit: number): Promise<RunSettings> {
  const named = await tx.exportSegment.findMany({
    where: { exportId: row.id },
    orderBy: { position: "asc" },
    include: { segment: { select: { id: true, name: true } } },
  });
  const ofRole = (role: "include" | "exclude") =>
    named.filter((one) => one.role === role).map(({ segment }) => segment);
  return {
    exportName: row.name,
    destination: row.destination,
    listId: row.listId,
    listName: row.listName,
    identifierField: row.identifierField,
    mapping: mappingSchema.parse(row.mapping),
    leavers: row.leavers,
    segments: ofRole("include"),
    excludedSegments: ofRole("exclude"),
    limit,
  };
}
