/** Deepest nesting of groups in a rule: more than anybody reads, less than what a stack or a planner minds. */
export const MAX_DEPTH = 10;
/** Most conditions in one segment: each is a predicate PostgreSQL evaluates per profile. */
export const MAX_CONDITIONS = 200;
export const MAX_RULES = 20;
/** Most values in one list; longer ones are a source of their own, or a static segment. */
export const MAX_LIST_VALUES = 1_000;
/** Most characters of all values together: what a form can still show, and far below what a request may carry. */
export const MAX_CHARS = 100_000;

interface RawNode {
  rules?: unknown;
  root?: unknown;
  items?: unknown;
  values?: unknown;
}

function rootsOf(raw: RawNode | null): unknown[] {
  if (!Array.isArray(raw?.rules)) return [raw?.root];
  return raw.rules.map((rule) => (rule as { group?: unknown } | null)?.group);
}

// A short value is a parameter to PostgreSQL all the same, of which a statement takes 65,535.
const LEAST_PER_VALUE = 20;

function charsOf(values: unknown[]): number {
  const lengths = values.map((value) => (typeof value === "string" ? value.length : 0));
  return lengths.reduce((sum, length) => sum + Math.max(length, LEAST_PER_VALUE), 0);
}

/**
 * What raw rules have too much of, if anything. Walks without recursion, before the recursive schema sees them: a tree
 * made to be too deep must end in a sentence, not in a stack overflow. Stops at the first excess.
 */
export function extentOf(raw: unknown): "depth" | "conditions" | "rules" | "values" | "chars" | null {
  const roots = rootsOf(raw as RawNode | null);
  if (roots.length > MAX_RULES) return "rules";
  let conditions = 0;
  let chars = 0;
  const waiting = roots.map((node) => ({ node, depth: 1 }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { items, values } = (next.node ?? {}) as RawNode;
    if (Array.isArray(items)) {
      if (next.depth > MAX_DEPTH) return "depth";
      if (items.length > MAX_CONDITIONS) return "conditions";
      for (const item of items) waiting.push({ node: item, depth: next.depth + 1 });
      continue;
    }
    if (++conditions > MAX_CONDITIONS) return "conditions";
    if (!Array.isArray(values)) continue;
    if (values.length > MAX_LIST_VALUES) return "values";
    chars += charsOf(values);
    if (chars > MAX_CHARS) return "chars";
  }
  return null;
}
