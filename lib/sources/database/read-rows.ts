import { MAX_CELL_CHARS } from "../csv/csv-format";
import type { Ask } from "./ask";
import { toCell } from "./column-kinds";
import type { DatabaseColumn } from "./read-columns";
import { SourceRefusal } from "./source-refusal";
import { type Part, type Statement, selectText } from "./statement";

// What may be held of the rows on their way, if every value were as long as it may be.
const CHARS_AT_ONCE = 32 * 1_048_576;
const [LEAST_ROWS, MOST_ROWS] = [10, 2_000];

function rowsAtOnce(columns: number, chars = MAX_CELL_CHARS): number {
  const fitting = Math.floor(CHARS_AT_ONCE / (columns * chars));
  return Math.min(MOST_ROWS, Math.max(LEAST_ROWS, fitting));
}

export interface Reading {
  statement: Statement;
  columns: DatabaseColumn[];
  since?: Part["since"];
  chars?: Part["chars"];
  /** Ends after so many rows. */
  limit?: number;
}

/**
 * The rows of a statement in batches, a cell per column, through a cursor: the server works out only what is taken,
 * and the next batch comes while the caller works on this one.
 */
export async function* readRows(ask: Ask, reading: Reading): AsyncGenerator<string[][]> {
  const { statement, columns, since, chars, limit } = reading;
  const names = columns.map(({ name }) => name);
  await ask(
    `DECLARE ferry_rows NO SCROLL CURSOR FOR ${selectText(statement, { columns: names, since, chars })}`,
  );
  const size = Math.min(rowsAtOnce(columns.length, chars), limit ?? Infinity);
  const fetch = () => ask(`FETCH FORWARD ${size} FROM ferry_rows`);
  let next = fetch();
  for (let taken = 0; ;) {
    const { rows } = await next;
    taken += rows.length;
    const isLast = rows.length < size || taken >= (limit ?? Infinity);
    if (!isLast) {
      next = fetch();
      next.catch(() => undefined); // awaited on the next turn; not an unhandled rejection meanwhile
    }
    yield rows.map((row) => row.map((value, index) => toCell(value, columns[index]?.oid ?? 0)));
    if (isLast) break;
  }
  await ask("CLOSE ferry_rows");
}

/** The columns of `names` as they are now. Throws a refusal that names the first one that is gone. */
export function requireColumns(found: DatabaseColumn[], names: string[]): DatabaseColumn[] {
  return names.map((name) => {
    const column = found.find((one) => one.name === name);
    if (!column) throw new SourceRefusal("statement", "source_column_gone", { column: name });
    return column;
  });
}
