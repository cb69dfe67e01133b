/** When something that took a while was asked for, and when it was over, in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** The most of these that certainly happened within one minute, whenever it begins: when in its span each did is not known. */
export function mostInAMinute(spans: readonly Span[]): number {
  const counts = spans.map(
    (first) => spans.filter(({ from, to }) => from >= first.from && to < first.from + 60_000).length,
  );
  return Math.max(0, ...counts);
}
