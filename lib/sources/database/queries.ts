import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/is-id";
import { sourceColumnSchema } from "../schema";
import { findDatabase } from "./find-database";

/** What the form of a PostgreSQL source shows; of the address host, port, database and user only. Throws NotFound. */
export async function getDatabaseSettings(actor: Actor, sourceId: string) {
  requirePermission(actor, "source:connect");
  if (!isId(sourceId)) throw new NotFound("source", sourceId);
  const row = await findDatabase(prisma(), sourceId);
  const { host, port, database, user, tableName, query } = row;
  return {
    sourceId,
    name: row.source.name,
    server: { host, port, database, user },
    reads: tableName === null ? ("query" as const) : ("table" as const),
    table: tableName ?? "",
    query: query ?? "",
    keyColumn: row.source.keyColumn,
    columns: sourceColumnSchema.array().parse(row.source.columns),
    mode: row.mode,
    cursorColumn: row.cursorColumn ?? "",
    overlap: row.overlap,
    compareEveryHours: row.compareEveryHours,
    timeLimitMinutes: row.timeLimitSeconds / 60,
    isScheduled: row.isScheduled,
  };
}
export type DatabaseSettings = Awaited<ReturnType<typeof getDatabaseSettings>>;
