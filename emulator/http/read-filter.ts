import { invalidParameter } from "./api-error.ts";
import type { Call } from "./call.ts";
import { FilterFault, parseFilter, type Clause, type FilterFields } from "./parse-filter.ts";

/** The clauses of the `filter` parameter; a fault becomes a 400 naming it (contract 1). */
export function readFilter(call: Call, fields: FilterFields): Clause[] {
  const written = call.query.get("filter");
  if (written === null) return [];
  const { singleQuotedStrings, anyValueCap } = call.world.switches;
  try {
    return parseFilter(written, { fields, singleQuotes: singleQuotedStrings === "accepted", anyValueCap });
  } catch (error) {
    if (error instanceof FilterFault) throw invalidParameter("filter", error.message);
    throw error;
  }
}

/** Whether a moment satisfies its clause. */
export function fitsMoment(clause: Clause & { kind: "moment" }, moment: number): boolean {
  switch (clause.operator) {
    case "greater-than":
      return moment > clause.at;
    case "greater-or-equal":
      return moment >= clause.at;
    case "less-than":
      return moment < clause.at;
    case "less-or-equal":
      return moment <= clause.at;
    case "equals":
    case "any":
      return moment === clause.at;
  }
}
