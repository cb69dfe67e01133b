import { z } from "zod";
import { storableText } from "@/lib/storable-text";
import { isTimeZone } from "@/lib/time-zone";
import { MAX_CHARS, MAX_CONDITIONS, MAX_DEPTH, MAX_LIST_VALUES, MAX_RULES, extentOf } from "./extent";
import { operators } from "./operators";
import { toVersionTwo } from "./to-version-two";

const MAX_VALUE_CHARS = 1_000;

const conditionSchema = z.object({
  kind: z.literal("condition"),
  field: storableText.min(1, "choose_field").max(60),
  operator: z.enum(operators, { error: "choose_operator" }),
  /** As typed in the form: numbers in plain notation, dates as yyyy-mm-dd; of a period its number and its unit. */
  values: z
    .array(storableText.max(MAX_VALUE_CHARS, "value_too_long"))
    .max(MAX_LIST_VALUES, "too_many_values"),
});
/** A question about one field. */
export type Condition = z.infer<typeof conditionSchema>;

const memberConditionSchema = z.object({
  kind: z.literal("segment"),
  segmentId: z.uuid("choose_segment"),
  /** As it was called when this was saved: says which it was when it is gone. */
  name: storableText.max(100, "too_long"),
  isMember: z.boolean(),
});
/** A question about another segment: is the person a member of it? */
export type MemberCondition = z.infer<typeof memberConditionSchema>;

export type Item = Condition | MemberCondition | Group;

// A type, not an interface: only types may be stored as JSON without a cast.
export type Group = {
  kind: "group";
  match: "all" | "any";
  items: Item[];
};

const groupSchema = z.object({
  kind: z.literal("group"),
  match: z.enum(["all", "any"]),
  get items(): z.ZodType<Item[]> {
    return z
      .array(z.discriminatedUnion("kind", [conditionSchema, memberConditionSchema, groupSchema]))
      .min(1, "add_condition")
      .max(MAX_CONDITIONS, "too_many_conditions");
  },
});

export const ruleOperators = ["union", "intersect", "except"] as const;

const ruleSchema = z.object({
  /** How the rule is joined to what the rules before it found; the first one's means nothing. */
  combine: z.enum(ruleOperators),
  group: groupSchema,
});
export type Rule = z.infer<typeof ruleSchema>;

const currentSchema = z.object({
  version: z.literal(2),
  /** Where days begin and end: of today, of periods, and of moments that are compared with a day. */
  timeZone: z.string().max(60).refine(isTimeZone, "unknown_time_zone"),
  /**
   * Taken in order, left to right: what the first finds, and then of each further one, people of either (union),
   * only people of both (intersect), or people of those before who are not of this one (except).
   */
  rules: z.array(ruleSchema).min(1, "add_rule").max(MAX_RULES, "too_many_rules"),
});
export type SegmentDefinition = z.infer<typeof currentSchema>;

/** A segment's rules: a versioned tree. What an earlier version stored is read and turned into this one. */
export const segmentDefinitionSchema = z
  .unknown()
  .superRefine((raw, context) => {
    const excess = extentOf(raw);
    const issue = (message: string, limit: number) =>
      context.addIssue({ code: "custom", message, params: { limit } });
    if (excess === "depth") issue("too_deep", MAX_DEPTH);
    if (excess === "conditions") issue("too_many_conditions", MAX_CONDITIONS);
    if (excess === "rules") issue("too_many_rules", MAX_RULES);
    if (excess === "values") issue("too_many_values", MAX_LIST_VALUES);
    if (excess === "chars") issue("rules_too_large", MAX_CHARS);
    if (excess) return z.NEVER;
  })
  .transform(toVersionTwo)
  .pipe(currentSchema);

/** A condition of either kind and where it stands, `rules.0.group.items.0.items.2`. */
export interface Placed<Kind extends Condition | MemberCondition = Condition | MemberCondition> {
  path: string;
  condition: Kind;
}

/** All conditions of a definition with their places. */
export function conditionsOf(definition: SegmentDefinition): Placed[] {
  const found: Placed[] = [];
  const visit = (node: Item, path: string) => {
    if (node.kind !== "group") found.push({ path, condition: node });
    else node.items.forEach((item, index) => visit(item, `${path}.items.${index}`));
  };
  definition.rules.forEach((rule, index) => visit(rule.group, `rules.${index}.group`));
  return found;
}

/** The conditions of a definition that ask about other segments. */
export function memberConditionsOf(definition: SegmentDefinition): Placed<MemberCondition>[] {
  return conditionsOf(definition).filter(
    (placed): placed is Placed<MemberCondition> => placed.condition.kind === "segment",
  );
}

/** The segments a definition asks about, each once. */
export function referencedSegments(definition: SegmentDefinition): string[] {
  return [...new Set(memberConditionsOf(definition).map(({ condition }) => condition.segmentId))];
}
