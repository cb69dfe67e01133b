/**
 * The bytes of a value as JSON. Exact when it could pass `limit`, otherwise an upper bound that is known to be
 * below it: ten thousand small rows need not be written out again to learn that they are small.
 */
export function jsonBytes(value: unknown, limit: number): number {
  // One UTF-16 unit takes at most six bytes (\u001f).
  const bound = countUnits(value, Math.ceil(limit / 6)) * 6;
  return bound <= limit ? bound : Buffer.byteLength(JSON.stringify(value));
}

function countUnits(value: unknown, enough: number): number {
  if (typeof value === "string") return value.length + 3;
  if (typeof value !== "object" || value === null) return 25;
  let units = 2;
  for (const name in value) {
    units += name.length + 4 + countUnits((value as Record<string, unknown>)[name], enough - units);
    if (units > enough) return units;
  }
  return units;
}
