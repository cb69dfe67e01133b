import { MAX_COLUMNS } from "../csv/csv-format";
import type { Ask } from "./ask";
import { SourceRefusal } from "./source-refusal";
import { type Statement, toSelect } from "./statement";

export interface DatabaseColumn {
  name: string;
  /** The object id of its type. */
  oid: number;
}

// As many as help to find them.
const NAMES_SHOWN = 10;

/**
 * Whether a statement could be a SELECT, for a better sentence than "syntax error"; it is PostgreSQL that keeps
 * everything else out.
 */
function beginsLikeSelect(statement: string): boolean {
  const passedOver = /\s+|--[^\n]*|\/\*[^]*?\*\/|\(/y;
  const keyword = /(?:select|with|values|table)\b/iy;
  while (passedOver.test(statement)) keyword.lastIndex = passedOver.lastIndex;
  return keyword.test(statement);
}

function refuseTwins(names: string[]): void {
  const twins = names.filter((name, index) => names.indexOf(name) !== index);
  if (twins.length === 0) return;
  const shown = [...new Set(twins)].slice(0, NAMES_SHOWN).join(", ");
  throw new SourceRefusal("statement", "query_column_twice", { names: shown });
}

/**
 * The columns a statement gives now, without reading a row. A cursor is only ever one SELECT that writes nothing, so
 * this also proves that the statement is one.
 */
export async function readColumns(ask: Ask, statement: Statement): Promise<DatabaseColumn[]> {
  const select = toSelect(statement);
  if (!beginsLikeSelect(select)) throw new SourceRefusal("statement", "query_writes");
  await ask(`DECLARE ferry_columns NO SCROLL CURSOR FOR ${select}`);
  const { columns } = await ask("FETCH FORWARD 0 FROM ferry_columns");
  await ask("CLOSE ferry_columns");
  if (columns.length === 0) throw new SourceRefusal("statement", "query_without_columns");
  if (columns.length > MAX_COLUMNS)
    throw new SourceRefusal("statement", "query_too_wide", { limit: MAX_COLUMNS });
  refuseTwins(columns.map(({ name }) => name));
  return columns.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID }));
}
