import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/permissions";
import { type Tx, asJson, isUniqueViolation, prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { putOwnSchedule, readOwnSchedule } from "@/lib/schedule/own-schedule";
import { toNameKey } from "@/lib/to-name-key";
import { copyName } from "./copy-name";
import { lockExport } from "./find-export";
import type { DuplicateExportInput } from "./schema";

// Each loses to somebody who took the same name in the same moment.
const TRIES = 5;

async function copy(tx: Tx, actor: Actor, { exportId, prefix }: DuplicateExportInput) {
  const found = await lockExport(tx, actor, exportId, "export:write");
  const others = await tx.export.findMany({ where: { removedAt: null }, select: { nameKey: true } });
  const name = copyName(prefix, found.name, new Set(others.map(({ nameKey }) => nameKey ?? "")));
  const createdById = actor.kind === "user" ? actor.id : null;
  const { connectionId, destination, listId, listName, identifierField, leavers } = found;
  const { id } = await tx.export.create({
    data: {
      name,
      nameKey: toNameKey(name),
      connectionId,
      destination,
      listId,
      listName,
      identifierField,
      leavers,
      createdById,
      updatedById: createdById,
      mapping: asJson(found.mapping),
      isScheduled: false,
      segments: {
        create: found.segments.map(({ segmentId, role, position }) => ({ segmentId, role, position })),
      },
    },
  });
  const connected = { exportId: id, isScheduled: false, connectionId };
  await putOwnSchedule(tx, connected, await readOwnSchedule(tx, exportId));
  await recordAudit(tx, actor, {
    action: "export.duplicate",
    objectType: "export",
    objectId: id,
    details: { from: exportId },
  });
  return { exportId: id, name };
}

/** Makes a second export like this one, under a name of its own and with a ledger of its own. It is off the schedule. */
export async function duplicateExport(
  actor: Actor,
  input: DuplicateExportInput,
): Promise<Result<{ exportId: string; name: string }>> {
  for (let tries = 1; tries <= TRIES; tries++) {
    try {
      return accepted(await prisma().$transaction((tx) => copy(tx, actor, input)));
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
  return refused("name_taken");
}
