import type { PoolClient } from "pg";
import { advisoryLocks } from "@/lib/advisory-locks";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refused } from "@/lib/errors";
import { listFields, typesOf } from "@/lib/profiles/fields";
import { type Catalogue, definitionProblems } from "./check-definition";
import { compileSegment } from "./compile";
import { type SegmentDefinition, segmentDefinitionSchema } from "./definition";
import { readSegmentGraph } from "./references";
import { type SegmentRule, rulesOf } from "./rules-of";

/** Rules counted at once, in one pass over everybody. */
export const MAX_COUNTED_RULES = 50;

// Long enough for some millions of people, short enough for somebody who waits.
const LONGEST_MS = 15_000;
const QUERY_CANCELED = "57014";

function countSql(catalogue: Catalogue, rules: SegmentRule[]) {
  const now = new Date();
  const params: string[] = [];
  const counts = rules.map(({ definition }) => {
    const compiled = compileSegment(catalogue, definition, { now, firstParam: params.length + 1 });
    params.push(...compiled.params);
    return `count(*) FILTER (WHERE ${compiled.sql})::int`;
  });
  return { sql: `SELECT ARRAY[${counts.join(", ")}] AS counts FROM profile p`, params };
}

async function count(
  client: PoolClient,
  catalogue: Catalogue,
  definition: SegmentDefinition,
): Promise<Result<{ counts: Record<string, number> }>> {
  const rules = rulesOf(definition).slice(0, MAX_COUNTED_RULES);
  const { sql, params } = countSql(catalogue, rules);
  // One at a time: each takes a connection and a processor for as long as it lasts.
  const lock = await client.query<{ mine: boolean }>("SELECT pg_try_advisory_xact_lock($1) AS mine", [
    advisoryLocks.countRules,
  ]);
  if (!lock.rows[0]?.mine) return refused("counting_already");
  await client.query(`SET LOCAL statement_timeout = ${LONGEST_MS}`);
  const { rows } = await client.query<{ counts: number[] }>(sql, params);
  return accepted({
    counts: Object.fromEntries(rules.map(({ path }, index) => [path, rows[0]?.counts[index] ?? 0])),
  });
}

/**
 * How many customers each rule of a segment finds on its own, by its place; at most the first fifty. Refuses rules
 * that fit no field any more, and gives up when it takes too long.
 */
export async function countRules(
  actor: Actor,
  input: { segmentId: string },
): Promise<Result<{ counts: Record<string, number> }>> {
  requirePermission(actor, "segment:read");
  const segment = await prisma().segment.findUnique({ where: { id: input.segmentId } });
  if (!segment?.definition) throw new NotFound("rules of segment", input.segmentId);
  const definition = segmentDefinitionSchema.parse(segment.definition);
  const graph = await readSegmentGraph(pool());
  const segments = new Map([...graph.values()].map(({ id, name }) => [id, name]));
  const catalogue = { fields: typesOf(await listFields(actor)), segments };
  const [problem] = Object.values(definitionProblems(catalogue, definition));
  if (problem) return refused(problem.code, problem.params);
  try {
    return await inSqlTransaction((client) => count(client, catalogue, definition));
  } catch (error) {
    if ((error as { code?: string }).code !== QUERY_CANCELED) throw error;
    return refused("counting_too_long");
  }
}
