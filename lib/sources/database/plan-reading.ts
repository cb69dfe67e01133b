import type { Import, ImportReading, SourceDatabase } from "@/generated/prisma/client";
import { prisma } from "@/lib/db";
import { type SourceColumn, sourceColumnSchema } from "../schema";
import { openAddress } from "./address-secret";
import { type CursorKind, cursorKinds } from "./column-kinds";
import { sinceSql } from "./cursor-value";
import { findDatabase, storedStatement } from "./find-database";
import type { DatabaseAddress } from "./parse-address";
import type { Statement } from "./statement";

export interface PlannedReading {
  reading: ImportReading;
  address: DatabaseAddress;
  statement: Statement;
  keyColumn: string;
  /** The columns that feed fields, and the key's. */
  columns: SourceColumn[];
  cursor: { column: string; kind: CursorKind; value: string | null; from?: string } | null;
  seconds: number;
}

const HOUR_MS = 3_600_000;

function cursorOf({
  mode,
  cursorColumn,
  cursorKind,
  cursorValue,
  overlap,
}: SourceDatabase): PlannedReading["cursor"] {
  const kind = cursorKinds.find((one) => one === cursorKind);
  if (mode === "full" || cursorColumn === null || !kind) return null;
  const from = cursorValue === null ? undefined : sinceSql(kind, cursorValue, overlap);
  return { column: cursorColumn, kind, value: cursorValue, from };
}

function readingOf(row: SourceDatabase, hasStart: boolean, now: Date): ImportReading {
  if (!hasStart) return "everything";
  const dueAt = row.comparedAt ? row.comparedAt.getTime() + row.compareEveryHours * HOUR_MS : 0;
  return dueAt <= now.getTime() ? "changes_and_keys" : "changes";
}

/** What a refresh has to read: everything, what changed, or that and all keys, so that those who are gone are seen. */
export async function planReading(job: Import, now: Date): Promise<PlannedReading> {
  const row = await findDatabase(prisma(), job.sourceId);
  const columns = sourceColumnSchema.array().parse(job.columns);
  const cursor = cursorOf(row);
  return {
    reading: readingOf(row, cursor?.from !== undefined, now),
    address: openAddress(row),
    statement: storedStatement(row),
    keyColumn: job.keyColumn,
    columns: columns.filter(({ name, isIncluded }) => isIncluded || name === job.keyColumn),
    cursor,
    seconds: row.timeLimitSeconds,
  };
}
