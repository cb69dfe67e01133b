import { proposeColumns, proposeKey } from "../csv/propose-columns";
import type { Ask } from "./ask";
import { isReadOnlyRole } from "./is-read-only-role";
import { type CursorKind, cursorKindOf, fieldTypeOf, isWholeNumber } from "./column-kinds";
import type { DatabaseAddress } from "./parse-address";
import { type DatabaseColumn, readColumns } from "./read-columns";
import { readDatabase } from "./read-database";
import { readRows } from "./read-rows";
import type { Statement } from "./statement";

/** A person waits for it. */
const LOOK_SECONDS = 30;
// Keys and meanings are proposed the better the more rows are looked at.
const ROWS_FOR_PROPOSALS = 500;
// Enough to see what a column holds, and whether two keys differ.
const CHARS_LOOKED_AT = 300;

export interface LookedAt {
  /** As the server writes it, such as 18.1. */
  serverVersion: string;
  isReadOnlyRole: boolean;
  columns: string[];
  rows: string[][];
  proposed: ReturnType<typeof proposeColumns>;
  proposedKey: string | null;
  /** The columns that can be cursors, and how they count. */
  cursors: { column: string; kind: CursorKind }[];
}

function propose(columns: DatabaseColumn[], rows: string[][]): LookedAt["proposed"] {
  const names = columns.map(({ name }) => name);
  const lines = rows.map((cells, index) => ({ line: index + 1, cells }));
  return proposeColumns({ columns: names, rows: lines }).map((one, index) => {
    // The database knows what a column holds; only of a customer's number or a postal code is text the better reading.
    const oid = columns[index]?.oid ?? 0;
    const known = fieldTypeOf(oid) ?? "text";
    const type = known === "number" && one.meaning !== "none" ? "text" : known;
    const sign = isWholeNumber(oid) ? ("none" as const) : ("." as const);
    const notation = { decimal: type === "number" ? sign : null, slashDate: null };
    return { ...one, type, notation };
  });
}

/** Connects, looks at the server, the role and the first rows, and proposes fields. Throws a refusal. */
export async function lookAtDatabase(address: DatabaseAddress, statement: Statement): Promise<LookedAt> {
  return readDatabase(address, { seconds: LOOK_SECONDS }, async (ask: Ask) => {
    const version = await ask("SHOW server_version");
    const isReadOnly = await isReadOnlyRole(ask);
    const found = await readColumns(ask, statement);
    const reading = { statement, columns: found, chars: CHARS_LOOKED_AT, limit: ROWS_FOR_PROPOSALS };
    const rows = (await Array.fromAsync(readRows(ask, reading))).flat();
    const proposed = propose(found, rows);
    return {
      serverVersion: version.rows[0]?.[0] ?? "",
      isReadOnlyRole: isReadOnly,
      columns: found.map(({ name }) => name),
      rows,
      proposed,
      proposedKey: proposeKey(proposed),
      cursors: found.flatMap(({ name, oid }) => {
        const kind = cursorKindOf(oid);
        return kind ? [{ column: name, kind }] : [];
      }),
    };
  });
}
