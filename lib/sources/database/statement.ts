import { escapeIdentifier } from "pg";
import { MAX_CELL_CHARS } from "../csv/csv-format";
import { isTableName } from "./table-name";

/** What is read: a table by its name, or the rows of a query. */
export type Statement = { reads: "table"; table: string } | { reads: "query"; query: string };

function withoutEnd(query: string): string {
  let text = query.trimEnd();
  while (text.endsWith(";")) text = text.slice(0, -1).trimEnd();
  return text;
}

/** The rows of the source as one SELECT. Throws for a table's name that is none. */
export function toSelect(statement: Statement): string {
  if (statement.reads === "query") return withoutEnd(statement.query);
  if (!isTableName(statement.table)) throw new Error("This is not the name of a table.");
  return `SELECT * FROM ${statement.table}`;
}

export interface Part {
  columns: string[];
  /** Only rows whose `column` is at or after `from`, or unknown; `from` is an SQL expression. */
  since?: { column: string; from: string };
  /** So much of each value; without it as much as tells that a value is too long to be taken. */
  chars?: number;
}

/**
 * Some columns of the source's rows, as text, of each value no more than is needed, so that no row can fill the memory.
 * The line break ends a comment at the end of the query.
 */
export function selectText(
  statement: Statement,
  { columns, since, chars = MAX_CELL_CHARS + 1 }: Part,
): string {
  const values = columns.map((name) => `left(${escapeIdentifier(name)}::text, ${chars})`);
  const cursor = since && escapeIdentifier(since.column);
  const where = since ? ` WHERE ${cursor} >= ${since.from} OR ${cursor} IS NULL` : "";
  return `SELECT ${values.join(", ")} FROM (${toSelect(statement)}\n) AS source${where}`;
}
