export interface Range {
  first: number;
  last: number;
}

/** Joins ranges that follow on one another; they come in their order. */
export function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const { first, last } of ranges) {
    const before = merged.at(-1);
    if (before && before.last + 1 === first) before.last = last;
    else merged.push({ first, last });
  }
  return merged;
}
