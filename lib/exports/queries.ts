import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { listFields } from "@/lib/profiles/fields";
import { recurrenceSchema } from "@/lib/schedule/schema";
import { mayEditExport, readExport } from "./find-export";
import { toNextRun } from "./next-run";
import { type LineRow, readLines } from "./read-lines";

function toLine(actor: Actor, row: LineRow) {
  const connection = row.connection_id
    ? { access: row.access, users: row.is_chosen && actor.kind === "user" ? [{ userId: actor.id }] : [] }
    : null;
  const lastRun = row.run_id
    ? { id: row.run_id, status: row.run_status, at: row.run_at.toISOString() }
    : null;
  const ownSchedule = row.recurrence ? recurrenceSchema.parse(row.recurrence) : null;
  return {
    id: row.id,
    name: row.name,
    connection: row.connection_id ? { id: row.connection_id, name: row.connection_name } : null,
    destination: row.destination,
    status: row.connection_id ? (lastRun?.status ?? ("never_run" as const)) : ("detached" as const),
    listName: row.list_name,
    lastRun,
    refreshedAt: row.refreshed_at?.toISOString() ?? null,
    isScheduled: row.is_scheduled,
    ownSchedule,
    systemRunAt: row.system_run_at?.toISOString() ?? null,
    nextRun: toNextRun({
      isScheduled: row.is_scheduled,
      connectionId: row.connection_id,
      nextRunAt: row.next_run_at,
      systemRunAt: row.system_run_at,
    }),
    permission: mayEditExport(actor, { createdById: row.created_by_id, connection })
      ? ("edit" as const)
      : ("view" as const),
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
    activeRunId: row.active_run_id,
  };
}

const userIdOf = (actor: Actor) => (actor.kind === "user" ? actor.id : null);

/** All exports with what their list shows. */
export async function listExports(actor: Actor) {
  requirePermission(actor, "export:read");
  const rows = await readLines(userIdOf(actor));
  return rows.map((row) => toLine(actor, row));
}
export type ExportLine = Awaited<ReturnType<typeof listExports>>[number];
export type ExportStatus = ExportLine["status"];

/** One export with all its settings, by the names of what they name. Throws NotFound. */
export async function getExport(actor: Actor, exportId: string) {
  requirePermission(actor, "export:read");
  const found = await readExport(prisma(), actor, exportId);
  const [line] = (await readLines(userIdOf(actor), found.id)).map((row) => toLine(actor, row));
  if (!line) throw new NotFound("export", exportId);
  const names = new Map((await listFields(actor)).map(({ key, name }) => [key, name]));
  const named = (key: string) => ({ key, name: names.get(key) ?? null });
  const { connection } = found;
  const segments = (role: "include" | "exclude") =>
    found.segments.filter((one) => one.role === role).map(({ segment }) => segment);
  return {
    id: found.id,
    name: found.name,
    destination: found.destination,
    status: line.status,
    connection: connection && {
      id: connection.id,
      name: connection.name,
      status: connection.status,
      accountName: connection.accountName,
      exportLimit: connection.exportLimit,
    },
    list: { id: found.listId, name: found.listName },
    identifierField: named(found.identifierField),
    mapping: {
      fields: found.mapping.fields.map(({ to, field }) => ({ to, field: named(field) })),
      properties: found.mapping.properties.map(({ name, field }) => ({ name, field: named(field) })),
    },
    segments: segments("include"),
    excludedSegments: segments("exclude"),
    leavers: found.leavers,
    isScheduled: found.isScheduled,
    isSample: found.isSample,
    permission: found.permission,
    ownSchedule: line.ownSchedule,
    systemRunAt: line.systemRunAt,
    nextRun: line.nextRun,
    lastRun: line.lastRun,
    refreshedAt: line.refreshedAt,
    activeRunId: line.activeRunId,
    createdAt: found.createdAt.toISOString(),
    createdBy: found.createdBy?.name ?? null,
    updatedAt: found.updatedAt.toISOString(),
    updatedBy: found.updatedBy?.name ?? null,
  };
}
export type ExportDetail = Awaited<ReturnType<typeof getExport>>;
