import type { PoolClient } from "pg";
import { advisoryLocks } from "@/lib/advisory-locks";
import type { Tx } from "@/lib/db";
import type { MemberCondition, Placed, SegmentDefinition } from "./definition";
import { memberConditionsOf } from "./definition";
import type { Problems } from "./check-definition";

const graphSql = `SELECT s.id, s.name, ARRAY(
    SELECT DISTINCT used #>> '{}' FROM jsonb_path_query(s.definition, '$.**.segmentId') AS used) AS uses
  FROM segment s`;

/** A segment and the ids of those it asks about. */
export interface SegmentNode {
  id: string;
  name: string;
  uses: string[];
}

/** Which segments ask about which, by id. */
export type SegmentGraph = ReadonlyMap<string, SegmentNode>;

const toGraph = (nodes: SegmentNode[]): SegmentGraph => new Map(nodes.map((node) => [node.id, node]));

/** Which segments ask about which, as it is now. */
export async function readSegmentGraph(client: Pick<PoolClient, "query">): Promise<SegmentGraph> {
  return toGraph((await client.query<SegmentNode>(graphSql)).rows);
}

/**
 * The same, and nobody changes it until the transaction ends: for whoever saves a segment that asks about others, and
 * for whoever removes one.
 */
export async function lockSegmentGraph(tx: Tx): Promise<SegmentGraph> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${advisoryLocks.segmentReferences})`;
  return toGraph(await tx.$queryRawUnsafe<SegmentNode[]>(graphSql));
}

/** The same lock in a raw transaction. */
export async function holdReferences(client: PoolClient): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.segmentReferences]);
}

/** The segments that ask about this one themselves. */
export function dependentsOf(graph: SegmentGraph, segmentId: string): SegmentNode[] {
  return [...graph.values()].filter(({ uses }) => uses.includes(segmentId));
}

/** A segment with all that it asks about, directly or not, in the order they have to be refreshed; itself is last. */
export function refreshOrder(graph: SegmentGraph, segmentId: string): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  function visit(id: string): void {
    if (seen.has(id) || !graph.has(id)) return;
    seen.add(id);
    for (const used of graph.get(id)?.uses ?? []) visit(used);
    order.push(id);
  }
  visit(segmentId);
  return order;
}

/** How `from` comes to ask about `to`: the segments on the way, both included. */
function findWay(graph: SegmentGraph, from: string, to: string): SegmentNode[] | null {
  const seen = new Set<string>();
  function visit(id: string): SegmentNode[] | null {
    const node = graph.get(id);
    if (!node || seen.has(id)) return null;
    seen.add(id);
    if (id === to) return [node];
    for (const used of node.uses) {
      const way = visit(used);
      if (way) return [node, ...way];
    }
    return null;
  }
  return visit(from);
}

function cycleProblem(graph: SegmentGraph, segmentId: string, { condition }: Placed<MemberCondition>) {
  if (condition.segmentId === segmentId) return { code: "segment_itself" };
  const way = findWay(graph, condition.segmentId, segmentId);
  if (!way) return null;
  const [first, ...rest] = way.map(({ name }) => name);
  return { code: "segment_cycle", params: { segment: first ?? "", way: rest.join(" › ") } };
}

/** Where the rules of a segment ask, directly or by way of others, about the segment itself: by path. */
export function cycleProblems(
  graph: SegmentGraph,
  segmentId: string,
  definition: SegmentDefinition,
): Problems {
  const problems: Problems = {};
  for (const placed of memberConditionsOf(definition)) {
    const problem = cycleProblem(graph, segmentId, placed);
    if (problem) problems[`${placed.path}.segmentId`] = problem;
  }
  return problems;
}

/** The rules with the present name of each segment they ask about. */
export function withPresentNames(graph: SegmentGraph, definition: SegmentDefinition): SegmentDefinition {
  const renamed = structuredClone(definition);
  for (const { condition } of memberConditionsOf(renamed))
    condition.name = graph.get(condition.segmentId)?.name ?? condition.name;
  return renamed;
}
