import type { Tx } from "@/lib/db";
import { exportsOnSystemSchedule } from "@/lib/exports/on-system-schedule";
import { mappingSchema } from "@/lib/exports/schema";
import { sourceColumnSchema } from "@/lib/sources/schema";
import type { Subjects } from "./graph";

const isRead = { database: { isScheduled: true } };

async function readSources(tx: Tx): Promise<Subjects["sources"]> {
  const rows = await tx.source.findMany({
    where: isRead,
    orderBy: { position: "asc" },
    select: { id: true, name: true, columns: true },
  });
  return rows.map(({ id, name, columns }) => {
    const included = sourceColumnSchema
      .array()
      .parse(columns)
      .filter((column) => column.isIncluded);
    return { id, name, fills: included.map(({ fieldKey }) => fieldKey) };
  });
}

async function readSegments(tx: Tx): Promise<Subjects["segments"]> {
  return tx.$queryRaw<Subjects["segments"]>`
    SELECT s.id::text, s.name,
      ARRAY(SELECT DISTINCT f #>> '{}' FROM jsonb_path_query(s.definition, '$.**.field') AS f) AS fields,
      ARRAY(SELECT DISTINCT u #>> '{}' FROM jsonb_path_query(s.definition, '$.**.segmentId') AS u) AS uses
    FROM segment s WHERE s.kind = 'dynamic' AND s.is_active ORDER BY s.name`;
}

async function readExports(tx: Tx): Promise<Subjects["exports"]> {
  const scheduled = await exportsOnSystemSchedule(tx);
  const rows = await tx.export.findMany({
    where: { id: { in: scheduled.map(({ id }) => id) } },
    orderBy: { name: "asc" },
    include: { segments: { select: { segmentId: true } } },
  });
  return rows.map(({ id, name, identifierField, mapping, segments }) => {
    const { fields, properties } = mappingSchema.parse(mapping);
    const sent = [identifierField, ...[...fields, ...properties].map(({ field }) => field)];
    return { id, name, fields: sent, segments: segments.map(({ segmentId }) => segmentId) };
  });
}

/** What a refresh that begins now has to do. */
export async function readSubjects(tx: Tx): Promise<Subjects> {
  return { sources: await readSources(tx), segments: await readSegments(tx), exports: await readExports(tx) };
}

/** How much that is, without reading it. */
export async function countSubjects(tx: Tx) {
  return {
    sources: await tx.source.count({ where: isRead }),
    segments: await tx.segment.count({ where: { kind: "dynamic", isActive: true } }),
    exports: (await exportsOnSystemSchedule(tx)).length,
  };
}
