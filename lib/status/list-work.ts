import { pool } from "@/lib/db";
import type { TaskRef } from "./task-id";
import {
  type ImportRow,
  type RunRow,
  type SegmentRefreshRow,
  type Work,
  workOfImport,
  workOfRun,
  workOfSegmentRefresh,
} from "./work";
import { importColumns, runColumns, segmentRefreshColumns } from "./work-sql";

const LAST = 10;

async function ask<Row>(sql: string, objectId: string): Promise<Row[]> {
  const { rows } = await pool().query<{ work: Row }>(
    `SELECT to_jsonb(w) AS work FROM (${sql} LIMIT ${LAST}) w`,
    [objectId],
  );
  return rows.map(({ work }) => work);
}

/** The last times a task was done, newest first. What Ferry does for the whole has none that are kept. */
export async function listWork({ group, objectId }: TaskRef): Promise<Work[]> {
  switch (group) {
    case "source": {
      const sql = `SELECT ${importColumns} FROM import i WHERE i.source_id = $1 ORDER BY i.created_at DESC`;
      return (await ask<ImportRow>(sql, objectId)).map(workOfImport);
    }
    case "segment": {
      const sql = `SELECT ${segmentRefreshColumns} FROM segment_refresh s WHERE s.segment_id = $1 ORDER BY s.asked_at DESC`;
      return (await ask<SegmentRefreshRow>(sql, objectId)).map(workOfSegmentRefresh);
    }
    case "export": {
      const sql = `SELECT ${runColumns} FROM run r WHERE r.export_id = $1 ORDER BY r.created_at DESC, r.number DESC`;
      return (await ask<RunRow>(sql, objectId)).map(workOfRun);
    }
    case "system":
      return [];
  }
}
