const MOST_GONE_PERCENT = 20;
const MOST_BAD_PERCENT = 5;
/** Of a short file one bad line is a large share already. */
const LEAST_LINES = 100;

/** How much of what a source holds would go, in percent; of nothing, nothing goes. */
export function percentGone({ gone, kept }: { gone: number; kept: number }): number {
  return gone === 0 ? 0 : Math.round((gone / (gone + kept)) * 1_000) / 10;
}

/** Whether so much would go that somebody has to say yes to the number itself (more than 20 %). */
export function isManyGone(counts: { gone: number; kept: number }): boolean {
  return counts.gone * 100 > (counts.gone + counts.kept) * MOST_GONE_PERCENT;
}

/** Whether so many lines cannot be read that a column, rather than a few people, is wrong. */
export function isManyBad({ records, bad }: { records: number; bad: number }): boolean {
  const lines = records + bad;
  return lines >= LEAST_LINES && bad * 100 > lines * MOST_BAD_PERCENT;
}
