import type { SegmentRefreshStatus } from "@/generated/prisma/enums";
import { pool, prisma } from "@/lib/db";
import { exportsOnSystemSchedule } from "@/lib/exports/on-system-schedule";
import { type StatusRow, type TaskRow, standOf } from "./stand";
import { wordOfSegment } from "./to-word";
import type { StatusGroup } from "./words";
import {
  type ImportRow,
  type RunRow,
  type SegmentRefreshRow,
  toNote,
  workOfImport,
  workOfRun,
  workOfSegmentRefresh,
} from "./work";
import { importColumns, runColumns, segmentRefreshColumns } from "./work-sql";

export interface ReadRows {
  /** The refresh that runs or ran last. */
  refreshId: string | null;
  /** One thing instead of all. */
  objectId: string | null;
  now: Date;
}

interface Found<Work> {
  id: string;
  name: string;
  work: Work | null;
  task: TaskRow | null;
}

const taskOf = (kind: StatusGroup, id: string) =>
  `LEFT JOIN refresh_task t ON t.refresh_id = $1::uuid AND t.kind = '${kind}' AND t.object_id = ${id}`;
const found = "to_jsonb(w) AS work, to_jsonb(t) AS task";
const nothing = { word: "not_started", note: null, updatedAt: null, seconds: null } as const;

async function ask<Row>(sql: string, { refreshId, objectId }: ReadRows): Promise<Row[]> {
  return (await pool().query(sql, [refreshId, objectId])).rows as Row[];
}

/** How each source was last filled: from its database, by a file, or through the API. */
export async function readSources(given: ReadRows): Promise<StatusRow[]> {
  const rows = await ask<Found<ImportRow> & { pushedAt: Date | null }>(
    `SELECT o.id, o.name, o.pushed_at AS "pushedAt", ${found} FROM source o ${taskOf("source", "o.id")}
     LEFT JOIN LATERAL (SELECT ${importColumns} FROM import i WHERE i.source_id = o.id
       ORDER BY i.created_at DESC LIMIT 1) w ON true
     WHERE ($2::uuid IS NULL OR o.id = $2::uuid) ORDER BY o.name`,
    given,
  );
  return rows.map(({ id, name, work, task, pushedAt }) => {
    const pushed = { ...nothing, word: "successful" as const, updatedAt: pushedAt?.toISOString() ?? null };
    const last = { work: work && workOfImport(work), task };
    const standing = standOf(last, pushedAt ? pushed : nothing, given.now);
    return { id: `source:${id}`, group: "source", name, ...standing };
  });
}

interface FoundSegment extends Found<SegmentRefreshRow> {
  isActive: boolean;
  refreshStatus: SegmentRefreshStatus;
  refreshedAt: Date | null;
}

/** How each segment was last refreshed. */
export async function readSegments(given: ReadRows): Promise<StatusRow[]> {
  const rows = await ask<FoundSegment>(
    `SELECT o.id, o.name, o.is_active AS "isActive", o.refresh_status AS "refreshStatus",
       o.refreshed_at AS "refreshedAt", ${found}
     FROM segment o ${taskOf("segment", "o.id")}
     LEFT JOIN LATERAL (SELECT ${segmentRefreshColumns} FROM segment_refresh s WHERE s.segment_id = o.id
       ORDER BY s.asked_at DESC LIMIT 1) w ON true
     WHERE ($2::uuid IS NULL OR o.id = $2::uuid) ORDER BY o.name`,
    given,
  );
  return rows.map(({ id, name, work, task, isActive, refreshStatus, refreshedAt }) => {
    const updatedAt = refreshedAt?.toISOString() ?? null;
    const before = { ...nothing, word: wordOfSegment(refreshStatus), updatedAt };
    const standing = isActive
      ? standOf({ work: work && workOfSegmentRefresh(work), task }, before, given.now)
      : {
          ...before,
          word: "skipped" as const,
          note: toNote("notes", "segment_inactive", {}),
        };
    return { id: `segment:${id}`, group: "segment", name, ...standing };
  });
}

/** How each export last ran; only of those on the system schedule does a refresh of the whole say anything. */
export async function readExports(given: ReadRows): Promise<StatusRow[]> {
  const scheduled = new Set((await exportsOnSystemSchedule(prisma())).map(({ id }) => id));
  const rows = await ask<Found<RunRow>>(
    `SELECT o.id, o.name, ${found} FROM export o ${taskOf("export", "o.id")}
     LEFT JOIN LATERAL (SELECT ${runColumns} FROM run r WHERE r.export_id = o.id
       AND (r.status <> 'skipped' OR r.reason <> 'system_refresh' OR (o.is_scheduled
         AND NOT EXISTS (SELECT 1 FROM schedule s WHERE s.export_id = o.id)))
       ORDER BY r.created_at DESC, r.number DESC LIMIT 1) w ON true
     WHERE o.removed_at IS NULL AND ($2::uuid IS NULL OR o.id = $2::uuid) ORDER BY o.name`,
    given,
  );
  return rows.map(({ id, name, work, task }) => {
    const last = { work: work && workOfRun(work), task: scheduled.has(id) ? task : null };
    return { id: `export:${id}`, group: "export", name, ...standOf(last, nothing, given.now) };
  });
}
