export interface ExportFigures {
  profiles: number;
  seconds: number;
  calls: number;
  minCalls: number;
  floorSeconds: number;
  ratio: number;
  peakRssMb: number;
  overRate: number;
  lost: number;
  extra: number;
  unaccounted: number;
  /** Of a second run only. */
  sqlSeconds?: number;
}

const MOST_RATIO = 8;
const MOST_PEAK_MB = 300;
const MOST_CALLS_OVER = 10;
const MOST_SQL_RATIO = 2;

/** A sentence for each bound that the figures of a run break. What takes time is bound from its own size on. */
export function brokenBounds(figures: ExportFigures): string[] {
  const broken: string[] = [];
  const hold = (holds: boolean, sentence: string) => {
    if (!holds) broken.push(sentence);
  };
  for (const name of ["overRate", "lost", "extra", "unaccounted"] as const)
    hold(figures[name] === 0, `${name} is ${figures[name]}, and has to be 0.`);
  hold(figures.peakRssMb <= MOST_PEAK_MB, `The worker held ${figures.peakRssMb} MB, over ${MOST_PEAK_MB}.`);
  if (figures.sqlSeconds === undefined) {
    const isBound = figures.profiles >= 100_000;
    hold(!isBound || figures.ratio <= MOST_RATIO, `The ratio is ${figures.ratio}, over ${MOST_RATIO}.`);
    return broken;
  }
  if (figures.profiles < 1_000_000) return broken;
  const mostSeconds = MOST_SQL_RATIO * figures.sqlSeconds;
  hold(figures.seconds <= mostSeconds, `It took ${figures.seconds} s, over ${mostSeconds.toFixed(2)}.`);
  const mostCalls = figures.minCalls + MOST_CALLS_OVER;
  hold(figures.calls <= mostCalls, `It made ${figures.calls} calls, over ${mostCalls}.`);
  return broken;
}
