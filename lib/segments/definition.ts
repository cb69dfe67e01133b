import { z } from "zod";
import type { FieldType } from "@/lib/profiles/field-types";
import { storableText } from "@/lib/storable-text";

/** Deepest nesting of groups: more than anybody reads, less than what a stack or a planner minds. */
export const MAX_DEPTH = 10;
/** Most conditions in one segment: each is a predicate PostgreSQL evaluates per profile. */
export const MAX_CONDITIONS = 200;

const MAX_VALUE_CHARS = 1_000;

/** Which operators a field of each type has, in the order they are offered. */
export const operatorsByType = {
  text: ["equals", "not_equals", "contains", "not_contains", "starts_with", "is_set", "is_not_set"],
  number: [
    "equals",
    "not_equals",
    "greater_than",
    "at_least",
    "less_than",
    "at_most",
    "between",
    "is_set",
    "is_not_set",
  ],
  date: ["on", "before", "after", "between", "in_last_days", "is_set", "is_not_set"],
  datetime: ["on", "before", "after", "between", "in_last_days", "is_set", "is_not_set"],
  boolean: ["is_true", "is_false", "is_set", "is_not_set"],
} as const satisfies Record<FieldType, readonly string[]>;

export type Operator = (typeof operatorsByType)[FieldType][number];

const operators = [...new Set(Object.values(operatorsByType).flat())] as [Operator, ...Operator[]];

/** How many values an operator takes. */
export function arityOf(operator: Operator): 0 | 1 | 2 {
  if (["is_set", "is_not_set", "is_true", "is_false"].includes(operator)) return 0;
  return operator === "between" ? 2 : 1;
}

export const conditionSchema = z.object({
  kind: z.literal("condition"),
  field: storableText.min(1, "choose_field").max(60),
  operator: z.enum(operators, { error: "choose_operator" }),
  /** As typed in the form: numbers in plain notation, dates as yyyy-mm-dd. */
  values: z.array(storableText.max(MAX_VALUE_CHARS, "too_long")).max(2),
});
export type Condition = z.infer<typeof conditionSchema>;

// A type, not an interface: only types may be stored as JSON without a cast.
export type Group = {
  kind: "group";
  match: "all" | "any";
  items: (Condition | Group)[];
};

const groupSchema: z.ZodType<Group> = z.object({
  kind: z.literal("group"),
  match: z.enum(["all", "any"]),
  items: z
    .array(z.lazy(() => z.union([conditionSchema, groupSchema])))
    .min(1, "add_condition")
    .max(MAX_CONDITIONS, "too_many_conditions"),
});

interface Extent {
  /** Groups within groups. */
  depth: number;
  conditions: number;
}

// Walks raw input without recursion, before the recursive schema sees it: a tree made to be too deep
// must end in a sentence, not in a stack overflow.
function extentOf(root: unknown): Extent {
  const extent: Extent = { depth: 0, conditions: 0 };
  const waiting = [{ node: root, depth: 1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const items = (next.node as { items?: unknown } | null)?.items;
    if (!Array.isArray(items)) {
      extent.conditions++;
      continue;
    }
    extent.depth = Math.max(extent.depth, next.depth);
    if (next.depth > MAX_DEPTH || extent.conditions > MAX_CONDITIONS) return extent;
    for (const item of items) waiting.push({ node: item, depth: next.depth + 1 });
  }
  return extent;
}

/** A segment's rules: a versioned tree, so that later kinds of rules can be told from these. */
export const segmentDefinitionSchema = z
  .unknown()
  .superRefine((raw, context) => {
    const extent = extentOf((raw as { root?: unknown } | null)?.root);
    if (extent.depth > MAX_DEPTH)
      context.addIssue({ code: "custom", message: "too_deep", params: { limit: MAX_DEPTH } });
    if (extent.conditions > MAX_CONDITIONS)
      context.addIssue({ code: "custom", message: "too_many_conditions", params: { limit: MAX_CONDITIONS } });
    if (context.issues.length > 0) return z.NEVER;
  })
  .pipe(z.object({ version: z.literal(1), root: groupSchema }));
export type SegmentDefinition = z.infer<typeof segmentDefinitionSchema>;

/** All conditions of a tree with their paths, `root.items.0.items.2`. */
export function conditionsOf(definition: SegmentDefinition): { path: string; condition: Condition }[] {
  const found: { path: string; condition: Condition }[] = [];
  const visit = (node: Condition | Group, path: string) => {
    if (node.kind === "condition") found.push({ path, condition: node });
    else node.items.forEach((item, index) => visit(item, `${path}.items.${index}`));
  };
  visit(definition.root, "root");
  return found;
}
