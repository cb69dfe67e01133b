import { type Bind, openBinding } from "./binding";
import { type Catalogue, definitionProblems } from "./check-definition";
import { type Circumstances, type Predicate, conditionPredicate } from "./compile-condition";
import type { Group, Item, MemberCondition, Rule, SegmentDefinition } from "./definition";

export interface CompiledSegment {
  /** A predicate over the table alias `p` of `profile`. */
  sql: string;
  params: string[];
}

/** A definition that does not fit the catalogue (any more): the problems by path. */
export class UncompilableSegment extends Error {
  constructor(readonly problems: ReturnType<typeof definitionProblems>) {
    super(`The segment's rules do not fit: ${Object.keys(problems).join(", ")}`);
    this.name = "UncompilableSegment";
  }
}

// As a set and not as EXISTS: it is read once, also where it stands beside OR.
function memberPredicate({ segmentId, isMember }: MemberCondition, bind: Bind): Predicate {
  const members = `SELECT m.profile_id FROM segment_member m WHERE m.segment_id = ${bind(segmentId)}::uuid`;
  return { rank: 1, sql: `p.id ${isMember ? "IN" : "NOT IN"} (${members})` };
}

type Given = { catalogue: Catalogue; about: Circumstances };

function itemPredicate(item: Item, given: Given, bind: Bind): Predicate {
  if (item.kind === "segment") return memberPredicate(item, bind);
  if (item.kind === "group") return { rank: 2, sql: groupSql(item, given, bind) };
  const type = given.catalogue.fields.get(item.field) ?? "text";
  return conditionPredicate({ type, condition: item, about: given.about }, bind);
}

function groupSql({ match, items }: Group, given: Given, bind: Bind): string {
  const parts = items.map((item) => itemPredicate(item, given, bind));
  if (match === "any") {
    const whole = parts.map(({ sql, guard }) => (guard ? `${sql} AND ${guard}` : sql));
    return `(${whole.join(" OR ")})`;
  }
  const inTurn = parts.toSorted((left, right) => left.rank - right.rank);
  return `(${[...inTurn.map(({ sql }) => sql), ...inTurn.flatMap(({ guard }) => guard ?? [])].join(" AND ")})`;
}

// Sets of people of one table are predicates over it, so that one scan answers all of them.
function combine(before: string, { combine: operator }: Rule, rule: string): string {
  switch (operator) {
    case "union":
      return `(${before} OR ${rule})`;
    case "intersect":
      return `(${before} AND ${rule})`;
    case "except":
      // A predicate about what is not there is null: such people are not of the rule either.
      return `(${before} AND ${rule} IS NOT TRUE)`;
  }
}

/**
 * Compiles a definition to a parameterised predicate. Fields and segments come from the catalogue, operators from a
 * fixed table, and every key and value is bound, so nothing a person types becomes SQL. `now` decides what today is.
 * Parameters are numbered from `firstParam`. Throws UncompilableSegment when something is gone or does not fit.
 */
export function compileSegment(
  catalogue: Catalogue,
  definition: SegmentDefinition,
  { now, firstParam = 1 }: { now: Date; firstParam?: number },
): CompiledSegment {
  const problems = definitionProblems(catalogue, definition);
  if (Object.keys(problems).length > 0) throw new UncompilableSegment(problems);
  const { bind, params } = openBinding(firstParam);
  const given = { catalogue, about: { now, timeZone: definition.timeZone } };
  const sql = definition.rules.reduce((before, rule) => {
    const own = groupSql(rule.group, given, bind);
    return before === "" ? own : combine(before, rule, own);
  }, "");
  // As one question, so that PostgreSQL asks its parts in the order they stand in.
  return { sql: `${sql} IS TRUE`, params };
}
