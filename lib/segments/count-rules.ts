import type { PoolClient } from "pg";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { inSqlTransaction, prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refused } from "@/lib/errors";
import { listFields, typesOf } from "@/lib/profiles/fields";
import type { FieldTypes } from "./check-definition";
import { compileSegment } from "./compile";
import { type SegmentDefinition, segmentDefinitionSchema } from "./definition";
import { definitionProblems } from "./check-definition";
import { type SegmentRule, rulesOf } from "./rules-of";

/** Rules counted at once, in one pass over everybody. */
export const MAX_COUNTED_RULES = 50;

// Long enough for some millions of people, short enough for somebody who waits.
const LONGEST_MS = 15_000;
const COUNT_LOCK = 7_310_002;
const QUERY_CANCELED = "57014";

function countSql(fields: FieldTypes, rules: SegmentRule[]) {
  const params: (string | number)[] = [];
  const counts = rules.map(({ definition }) => {
    const compiled = compileSegment(fields, definition, params.length + 1);
    params.push(...compiled.params);
    return `count(*) FILTER (WHERE ${compiled.sql})::int`;
  });
  return { sql: `SELECT ARRAY[${counts.join(", ")}] AS counts FROM profile p`, params };
}

async function count(
  client: PoolClient,
  fields: FieldTypes,
  definition: SegmentDefinition,
): Promise<Result<{ counts: Record<string, number> }>> {
  const rules = rulesOf(definition).slice(0, MAX_COUNTED_RULES);
  const { sql, params } = countSql(fields, rules);
  // One at a time: each takes a connection and a processor for as long as it lasts.
  const lock = await client.query<{ mine: boolean }>("SELECT pg_try_advisory_xact_lock($1) AS mine", [
    COUNT_LOCK,
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
  const fields = typesOf(await listFields(actor));
  const [problem] = Object.values(definitionProblems(fields, definition));
  if (problem) return refused(problem.code, problem.params);
  try {
    return await inSqlTransaction((client) => count(client, fields, definition));
  } catch (error) {
    if ((error as { code?: string }).code !== QUERY_CANCELED) throw error;
    return refused("counting_too_long");
  }
}
