import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import type { Download } from "@/lib/download";
import { toFile } from "@/lib/to-file";
import { type EventQuery, type EventRow, cursorOf, readEvents } from "./event-sql";
import { recordAudit } from "./record";
import type { AuditDownloadInput } from "./schema";

/** Events read at once; the next are read when these have been taken. */
const AT_ONCE = 2_000;

const columns = [
  "id",
  "at",
  "actor_kind",
  "actor_id",
  "actor_name",
  "action",
  "object_type",
  "object_id",
  "details",
  "client_address",
  "session",
  "agent",
] as const;

function toRecord({ at, details, ...row }: EventRow): Record<(typeof columns)[number], string | null> {
  return { ...row, at: at.toISOString(), details: JSON.stringify(details) };
}

async function* readPages(query: Omit<EventQuery, "limit">) {
  for (let before: string | undefined; ;) {
    const rows = await readEvents({ ...query, before, limit: AT_ONCE });
    yield rows.map(toRecord);
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return;
    before = cursorOf(last);
  }
}

/** The events of a filter as a file, newest first; written down in the log itself. */
export async function downloadAudit(
  actor: Actor,
  { format, ...filter }: AuditDownloadInput & { timeZone: string },
): Promise<Download> {
  requirePermission(actor, "audit:read");
  const { timeZone: _, ...asked } = filter;
  await recordAudit(prisma(), actor, {
    action: "audit.download",
    objectType: "audit_log",
    details: {
      format,
      ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)),
    },
  });
  return toFile({ name: "audit", format, columns }, readPages(filter));
}
