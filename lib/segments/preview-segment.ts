import type { PoolClient } from "pg";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inCancelableTransaction, isCanceled, pool } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { listFields, typesOf } from "@/lib/profiles/fields";
import { type ProfileLine, findProfiles } from "@/lib/profiles/queries";
import { definitionProblems, refusedDefinition } from "./check-definition";
import { type CompiledSegment, compileSegment } from "./compile";
import { findingTuning } from "./finding-tuning";
import { cycleProblems, readSegmentGraph } from "./references";
import type { PreviewSegmentInput } from "./schema";

const SAMPLE_SIZE = 10;
const MOST_SECONDS = 10;
// People are parted by id into so many groups, each of which gives its first and its last.
const GROUPS = 1_024;

export interface SegmentPreview {
  members: number;
  sample: ProfileLine[];
}

const unhurried = new AbortController().signal;

/**
 * How many people there are and some of the first, in one scan that PostgreSQL can part among processes. Asked for in
 * order, the first ten of few would take a second scan, which it cannot.
 */
async function findPeople(client: PoolClient, { sql, params }: CompiledSegment) {
  await client.query(findingTuning);
  const { rows } = await client.query<{ people: number; ids: string[] }>(
    `WITH part AS MATERIALIZED (
       SELECT count(*) AS people, min(p.id) AS first, max(p.id) AS last
       FROM profile p WHERE ${sql} GROUP BY p.id % ${GROUPS})
     SELECT (SELECT coalesce(sum(people), 0)::int FROM part) AS people,
       ARRAY(SELECT DISTINCT id FROM part, unnest(ARRAY[first, last]) AS id ORDER BY id LIMIT ${SAMPLE_SIZE})::text[] AS ids`,
    params,
  );
  return rows[0] ?? { people: 0, ids: [] };
}

/**
 * How many people unsaved rules would find, and some of them. Stops, in PostgreSQL too, when whoever asked no longer
 * waits, and after ten seconds. Refuses rules that do not fit, at their place.
 */
export async function previewSegment(
  actor: Actor,
  input: PreviewSegmentInput,
  signal = unhurried,
): Promise<Result<SegmentPreview>> {
  requirePermission(actor, "segment:write");
  const fields = typesOf(await listFields(actor));
  const graph = await readSegmentGraph(pool());
  const segments = new Map([...graph.values()].map(({ id, name }) => [id, name]));
  const problems = {
    ...definitionProblems({ fields, segments }, input.definition),
    ...(input.segmentId && cycleProblems(graph, input.segmentId, input.definition)),
  };
  if (Object.keys(problems).length > 0) return refusedDefinition(problems);
  const compiled = compileSegment({ fields, segments }, input.definition, { now: new Date() });
  try {
    const limits = { signal, mostMs: MOST_SECONDS * 1_000 };
    const { people, ids } = await inCancelableTransaction(limits, (client) => findPeople(client, compiled));
    const lines = await findProfiles(actor, ids);
    return accepted({ members: people, sample: ids.flatMap((id) => lines.get(id) ?? []) });
  } catch (error) {
    if (signal.aborted) return refused("canceled");
    if (isCanceled(error)) return refused("preview_too_slow", { seconds: MOST_SECONDS });
    throw error;
  }
}
