import type { Switches } from "../switches.ts";
import { invalidParameter } from "./api-error.ts";
import type { QueryRules } from "./call.ts";

/** Refuses parameters the endpoint does not take and values they may not have, naming the parameter (contract 1). */
export function checkQuery(query: URLSearchParams, rules: QueryRules): void {
  for (const [name, value] of query) {
    if (name.startsWith("page[") && rules.pageSize) {
      if (name === "page[cursor]" || name === "page[size]") continue;
    }
    const allowed =
      rules.parameters && Object.hasOwn(rules.parameters, name) ? rules.parameters[name] : undefined;
    if (!allowed) throw invalidParameter(name, `'${name}' is not a valid query parameter for this resource.`);
    if (allowed === "any") continue;
    for (const each of value.split(",")) {
      if (!allowed.includes(each)) {
        throw invalidParameter(
          name,
          `'${each}' is not a valid value for '${name}'. Valid values: ${allowed.join(", ")}`,
        );
      }
    }
  }
}

/** Names of the extra buckets that this request must pay for. */
export function featuresOf(query: URLSearchParams, features: Record<string, string> = {}): string[] {
  return Object.entries(features).flatMap(([wanted, feature]) => {
    const [parameter, value] = wanted.split("=") as [string, string];
    return query.get(parameter)?.split(",").includes(value) ? [`feature ${feature}`] : [];
  });
}

/** The page size asked for, within the endpoint's bounds. */
export function readPageSize(
  query: URLSearchParams,
  bounds: { standard: number; maximum: number },
  switches: Switches,
): number {
  const written = query.get("page[size]");
  if (written === null) return bounds.standard;
  const size = Number(written);
  const wrong = invalidParameter(
    "page[size]",
    `Page size must be an integer between 1 and ${bounds.maximum}.`,
  );
  if (!Number.isInteger(size) || size < 1) throw wrong;
  if (size <= bounds.maximum) return size;
  if (switches.pageSizeOverMaximum === "clamped") return bounds.maximum;
  throw wrong;
}

/** The members of `fields[type]`, or null when all are wanted. */
export function readFields(query: URLSearchParams, type: string): Set<string> | null {
  const written = query.get(`fields[${type}]`);
  return written === null ? null : new Set(written.split(","));
}

/** Keeps the attributes asked for; `location.city` keeps that member of `location`. */
export function pickFields(
  attributes: Record<string, unknown>,
  fields: Set<string> | null,
): Record<string, unknown> {
  if (!fields) return attributes;
  const picked: Record<string, unknown> = {};
  for (const field of fields) {
    const [name, member] = field.split(".", 2) as [string, string?];
    if (!(name in attributes)) continue;
    const value = attributes[name];
    if (!member) picked[name] = value;
    else if (typeof value === "object" && value !== null) {
      picked[name] = {
        ...(picked[name] as object | undefined),
        [member]: (value as Record<string, unknown>)[member],
      };
    }
  }
  return picked;
}
