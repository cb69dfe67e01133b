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

type Row = string[];

const toRow = (figures: FaultFigures): Row =>
  columns.map(([, of]) => String(of(figures) ?? "–").replaceAll("|", "\\|"));

const caseNumber = ([name = ""]: Row) => Number(/^F(\d+)/.exec(name)?.[1] ?? Infinity);
const titleOf = ([name, expected]: Row) => `${name} ${expected}`;

function writeTable(rows: readonly Row[]): string {
  const sorted = [...rows].sort(
    (one, other) => caseNumber(one) - caseNumber(other) || titleOf(one).localeCompare(titleOf(other)),
  );
  const lines = [columns.map(([head]) => head), columns.map(() => "---"), ...sorted];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The figures of all fault tests as a table, by the number of their case. */
export function toTable(all: readonly FaultFigures[]): string {
  return writeTable(all.map(toRow));
}

function readRow(line: string): Row {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** The text between the marks, with the rows of these tests in place of what they came to before. */
export function replaceRows(page: string, some: readonly FaultFigures[]): string {
  const [from, to] = findMarks(page);
  const before = page.slice(from, to).trim().split("\n");
  const head = before.filter((line) => !line.startsWith("|")).join("\n");
  const rows = some.map(toRow);
  const titles = new Set(rows.map(titleOf));
  const kept = before.filter((line) => /^\| F\d/.test(line)).map(readRow);
  return `${head.trim()}\n\n${writeTable([...kept.filter((row) => !titles.has(titleOf(row))), ...rows])}`;
}

function findMarks(page: string): [from: number, to: number] {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`The page lacks ${BEGIN} or ${END}.`);
  return [from + BEGIN.length, to];
}

/** The page with `text` between the marks, and what people wrote around them as it was. */
export function putBetweenMarks(page: string, text: string): string {
  const [from, to] = findMarks(page);
  return `${page.slice(0, from)}\n\n${text}\n\n${page.slice(to)}`;
}
