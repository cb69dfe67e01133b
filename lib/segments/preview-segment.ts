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
const FEW = 1_000;

export interface SegmentPreview {
  members: number;
  sample: ProfileLine[];
}

const unhurried = new AbortController().signal;

/** Some of the people, the first of those that are met. */
async function findSome(
  client: PoolClient,
  { sql, params }: CompiledSegment,
  people: number,
): Promise<string[]> {
  if (people === 0) return [];
  // Of many, ten are met soon. Of few, everybody is looked at once more; no index is of use then, and with one PostgreSQL
  // would not share the work among processes.
  const order = people > FEW ? "" : "ORDER BY p.id + 0";
  const { rows } = await client.query<{ id: string }>(
    `SELECT p.id::text AS id FROM profile p WHERE ${sql} ${order} LIMIT ${SAMPLE_SIZE}`,
    params,
  );
  return rows.map(({ id }) => id);
}

/** How many people there are, and some of them. */
async function findPeople(client: PoolClient, compiled: CompiledSegment) {
  await client.query(findingTuning);
  const { rows } = await client.query<{ people: number }>(
    `SELECT count(*)::int AS people FROM profile p WHERE ${compiled.sql}`,
    compiled.params,
  );
  const people = rows[0]?.people ?? 0;
  return { people, ids: await findSome(client, compiled, people) };
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
