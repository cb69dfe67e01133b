import type { FaultFigures } from "./fault-figures";

const BEGIN = "<!-- figures: written by npm run test:fault -->";
const END = "<!-- end of figures -->";

const columns: [head: string, of: (figures: FaultFigures) => string | number | undefined][] = [
  ["Case", ({ title }) => title.split(" ", 1)[0]],
  ["Expected", ({ title }) => title.slice(title.indexOf(" ") + 1)],
  ["Injected", ({ injected }) => injected],
  ["People", ({ people }) => people?.toLocaleString("en")],
  ["Lost", ({ lost }) => lost],
  ["Extra", ({ extra }) => extra],
  ["Unaccounted", ({ unaccounted }) => unaccounted],
  ["Duplicate effects", ({ duplicates }) => duplicates],
  ["Requests over the minimum", ({ overMinimum }) => overMinimum],
  ["Requests above the rate", ({ overRate }) => overRate],
  ["Seconds to recover", ({ recoverSeconds }) => recoverSeconds?.toFixed(1)],
  ["Result", ({ passed, result }) => `${passed ? "passed" : "**FAILED**"}${result ? `: ${result}` : ""}`],
  ["Seed", ({ seed }) => seed],
];

const number = ({ title }: FaultFigures) => Number(/^F(\d+)/.exec(title)?.[1] ?? Infinity);

/** The figures of all fault tests as a table, by the number of their case. */
export function toTable(all: readonly FaultFigures[]): string {
  const sorted = [...all].sort(
    (one, other) => number(one) - number(other) || one.title.localeCompare(other.title),
  );
  const lines = [
    columns.map(([head]) => head),
    columns.map(() => "---"),
    ...sorted.map((figures) => columns.map(([, of]) => String(of(figures) ?? "–").replaceAll("|", "\\|"))),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The page with `text` between the marks, and what people wrote around them as it was. */
export function putBetweenMarks(page: string, text: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`The page lacks ${BEGIN} or ${END}.`);
  return `${page.slice(0, from + BEGIN.length)}\n\n${text}\n\n${page.slice(to)}`;
}
