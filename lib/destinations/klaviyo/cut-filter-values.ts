// Rule 16: a hundred values fit one page of answers; longer addresses are refused by servers in front.
const mostValues = 100;
const mostBytes = 8_000;

/** Cuts values for `any(…)`: at most 100, and 8 KB as they stand in the address, quotes and comma included. */
export function* cutFilterValues(values: readonly string[]): Generator<string[]> {
  let piece: string[] = [];
  let bytes = 0;
  for (const value of values) {
    const size = encodeURIComponent(`${JSON.stringify(value)},`).length;
    if (piece.length === mostValues || (piece.length > 0 && bytes + size > mostBytes)) {
      yield piece;
      piece = [];
      bytes = 0;
    }
    piece.push(value);
    bytes += size;
  }
  if (piece.length > 0) yield piece;
}
