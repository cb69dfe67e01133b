import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { type Tx, asJson } from "@/lib/db";
import { putOwnSchedule } from "@/lib/schedule/own-schedule";
import { toNameKey } from "@/lib/to-name-key";
import type { SaveExportInput } from "./schema";

interface Given {
  wanted: SaveExportInput;
  destination: string;
  listName: string;
  options: { isSample?: boolean };
}

/** Stores an export as it is wanted, with its segments; answers its id. All checks are the caller's. */
export async function writeExport(tx: Tx, actor: Actor, given: Given): Promise<string> {
  const { wanted, destination, listName, options } = given;
  const updatedById = actor.kind === "user" ? actor.id : null;
  const settings = {
    name: wanted.name,
    nameKey: toNameKey(wanted.name),
    connectionId: wanted.connectionId,
    destination,
    listId: wanted.listId,
    listName,
    identifierField: wanted.identifierField,
    mapping: asJson(wanted.mapping),
    leavers: wanted.leavers,
    isScheduled: wanted.isScheduled,
    updatedById,
  };
  const { id } = wanted.exportId
    ? await tx.export.update({ where: { id: wanted.exportId }, data: settings })
    : await tx.export.create({
        data: { ...settings, createdById: updatedById, isSample: options.isSample ?? false },
      });
  const rows = (ids: string[], role: "include" | "exclude") =>
    ids.map((segmentId, position) => ({ exportId: id, segmentId, position, role }));
  await tx.exportSegment.deleteMany({ where: { exportId: id } });
  await tx.exportSegment.createMany({
    data: [...rows(wanted.segmentIds, "include"), ...rows(wanted.excludedSegmentIds, "exclude")],
  });
  const { isScheduled, connectionId, ownSchedule = null } = wanted;
  await putOwnSchedule(tx, { exportId: id, isScheduled, connectionId }, ownSchedule);
  await recordAudit(tx, actor, {
    action: wanted.exportId ? "export.edit" : "export.create",
    objectType: "export",
    objectId: id,
    details: {
      connectionId: wanted.connectionId,
      listId: wanted.listId,
      segments: wanted.segmentIds.length,
      excludedSegments: wanted.excludedSegmentIds.length,
      fields: wanted.mapping.fields.length,
      properties: wanted.mapping.properties.length,
    },
  });
  return id;
}
