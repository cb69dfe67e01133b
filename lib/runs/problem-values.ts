/** What the sentence of a run's problem or event is filled with, as its row has it. */
export type ProblemParams = Record<string, string | number | string[]>;

// What a sentence asks for and its row does not have must not take the page down.
const blanks = {
  batch: 0,
  batches: 0,
  code: "–",
  kind: "other",
  limit: 0,
  members: 0,
  name: "–",
  over: 0,
  people: 0,
  remove: 0,
  scopes: "–",
  seconds: 0,
  segment: "–",
  segments: 0,
  send: 0,
};

/** The values for a sentence, complete whatever the row has. */
export function toProblemValues(params: ProblemParams = {}): Record<string, string | number> {
  const shown = Object.entries(params).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.join(", ") : value,
  ]);
  return { ...blanks, ...Object.fromEntries(shown) };
}
