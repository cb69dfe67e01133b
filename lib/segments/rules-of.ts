import { type Group, type SegmentDefinition, conditionsOf } from "./definition";

/** One rule of a segment on its own, under its place in the whole. */
export interface SegmentRule {
  path: string;
  definition: SegmentDefinition;
}

/** Each condition of a definition as a definition of its own: what it finds alone. */
export function rulesOf(definition: SegmentDefinition): SegmentRule[] {
  return conditionsOf(definition).map(({ path, condition }) => {
    const root: Group = { kind: "group", match: "all", items: [condition] };
    return { path, definition: { ...definition, root } };
  });
}
