import { cn } from "@/components/ui/cn";

interface TrendLineProps {
  /** Oldest first. */
  values: number[];
  /** The same in words, for whom the line is not to be seen. */
  label: string;
  className?: string;
}

// Room for the stroke, so that it is not cut off at the edges.
const WIDTH = 100;
const HEIGHT = 40;
const EDGE = 2;

function pointsOf(values: number[]): [x: number, y: number][] {
  const least = Math.min(...values);
  const range = Math.max(...values) - least;
  const step = values.length > 1 ? (WIDTH - 2 * EDGE) / (values.length - 1) : 0;
  return values.map((value, index) => {
    // What never changed runs through the middle.
    const share = range === 0 ? 0.5 : (value - least) / range;
    return [EDGE + index * step, HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)];
  });
}

/** How a number went, as a line from its least to its most; a text or a table has to say the numbers. */
export function TrendLine({ values, label, className }: TrendLineProps) {
  const points = pointsOf(values);
  const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cn("overflow-visible text-accent", className)}
    >
      {points.length > 1 && (
        <>
          <polygon
            points={`${EDGE},${HEIGHT} ${line} ${WIDTH - EDGE},${HEIGHT}`}
            className="fill-current opacity-10"
          />
          <polyline
            points={line}
            fill="none"
            stroke="currentColor"
            strokeWidth={1.5}
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        </>
      )}
    </svg>
  );
}
