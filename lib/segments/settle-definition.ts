import type { Actor } from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db";
import { listFields, typesOf } from "@/lib/profiles/fields";
import { type Problems, definitionProblems } from "./check-definition";
import type { SegmentDefinition } from "./definition";
import { cycleProblems, lockSegmentGraph, withPresentNames } from "./references";

/**
 * Rules as they are stored, or what does not fit: against the fields and segments there are, which stay so until the
 * transaction ends. To be asked before the segment itself is locked: whoever removes one takes these in the same order.
 */
export async function settleDefinition(
  tx: Tx,
  actor: Actor,
  { segmentId, definition }: { segmentId?: string; definition: SegmentDefinition },
): Promise<{ definition: SegmentDefinition; problems: null } | { problems: Problems }> {
  const fields = typesOf(await listFields(actor));
  const graph = await lockSegmentGraph(tx);
  const segments = new Map([...graph.values()].map(({ id, name }) => [id, name]));
  const problems = {
    ...definitionProblems({ fields, segments }, definition),
    ...(segmentId && cycleProblems(graph, segmentId, definition)),
  };
  if (Object.keys(problems).length > 0) return { problems };
  return { definition: withPresentNames(graph, definition), problems: null };
}
