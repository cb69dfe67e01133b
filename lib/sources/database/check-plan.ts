import { type FieldProblem, type Refused, refusedField } from "@/lib/errors";
import type { LookedAt } from "./look-at-database";
import type { SaveDatabaseInput } from "./schema";

function keyProblem({ keyColumn }: SaveDatabaseInput, { columns, rows }: LookedAt): FieldProblem | undefined {
  const at = columns.indexOf(keyColumn);
  if (at === -1) return { code: "source_column_gone", params: { column: keyColumn } };
  const keys = rows.map((row) => (row[at] ?? "").trim());
  const params = { column: keyColumn, rows: keys.length };
  if (keys.includes("")) return { code: "key_empty_in_rows", params };
  return new Set(keys).size < keys.length ? { code: "key_twice_in_rows", params } : undefined;
}

/** Compares what a person chose with what the database has: are the columns there, and does the key tell people apart? */
export function checkPlan(input: SaveDatabaseInput, looked: LookedAt): Refused | undefined {
  const problem = keyProblem(input, looked);
  if (problem) return refusedField("keyColumn", problem.code, problem.params);
  const gone = input.columns.findIndex(
    ({ name, isIncluded }) => isIncluded && !looked.columns.includes(name),
  );
  if (gone !== -1)
    return refusedField(`columns.${gone}.fieldName`, "source_column_gone", {
      column: input.columns[gone]?.name ?? "",
    });
  const isCounted = looked.cursors.some(({ column }) => column === input.cursorColumn);
  if (input.mode === "incremental" && !isCounted) return refusedField("cursorColumn", "cursor_unsuitable");
  return undefined;
}
