import { randomUUID } from "node:crypto";
import type { RefreshTaskKind } from "@/generated/prisma/enums";

/** What there is to refresh, and what of it asks about what. */
export interface Subjects {
  /** Sources that are read from a database, with the fields they fill. */
  sources: { id: string; name: string; fills: string[] }[];
  /** Segments whose members are decided anew, with the fields and the segments they ask about. */
  segments: { id: string; name: string; fields: string[]; uses: string[] }[];
  /** Exports on the system schedule, with the fields they send and the segments they name. */
  exports: { id: string; name: string; fields: string[]; segments: string[] }[];
}

export interface GraphTask {
  id: string;
  kind: RefreshTaskKind;
  objectId: string | null;
  name: string;
}

export interface GraphEdge {
  taskId: string;
  needsId: string;
  isRequired: boolean;
}

/**
 * The tasks of a refresh and which waits for which: sources, then the unification of what they said, then segments in
 * the order in which they ask about each other, then exports. Everything waits for all sources, but a task is skipped
 * only for those that fill a field it asks about or sends, and for segments it names.
 */
export function toGraph({ sources, segments, exports }: Subjects): {
  tasks: GraphTask[];
  edges: GraphEdge[];
} {
  const task = (kind: RefreshTaskKind, objectId: string | null, name: string) => ({
    id: randomUUID(),
    kind,
    objectId,
    name,
  });
  const unification = task("unification", null, "");
  const ofSources = sources.map(({ id, name }) => task("source", id, name));
  const ofSegments = segments.map(({ id, name }) => task("segment", id, name));
  const ofExports = exports.map(({ id, name }) => task("export", id, name));
  const segmentTask = new Map(ofSegments.map(({ id, objectId }) => [objectId, id]));
  const fillers = (fields: string[]) =>
    ofSources.filter((_, index) => sources[index]?.fills.some((key) => fields.includes(key)));

  const edges: GraphEdge[] = ofSources.map(({ id }) => ({
    taskId: unification.id,
    needsId: id,
    isRequired: false,
  }));
  const addNeeds = (taskId: string, fields: string[], named: string[]) => {
    const needed = [
      unification.id,
      ...fillers(fields).map(({ id }) => id),
      ...named.flatMap((segmentId) => segmentTask.get(segmentId) ?? []),
    ];
    for (const needsId of new Set(needed)) edges.push({ taskId, needsId, isRequired: true });
  };
  segments.forEach(({ fields, uses }, index) => addNeeds(ofSegments[index]?.id ?? "", fields, uses));
  exports.forEach(({ fields, segments: named }, index) =>
    addNeeds(ofExports[index]?.id ?? "", fields, named),
  );
  return { tasks: [...ofSources, unification, ...ofSegments, ...ofExports], edges };
}
