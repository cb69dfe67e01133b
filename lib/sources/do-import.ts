import { pool } from "@/lib/db";
import { runRefresh } from "./database/run-refresh";
import { runImport } from "./run-import";

/** Does one import, from its file or from its source's database. */
export async function doImport(importId: string): Promise<void> {
  const { rowCount } = await pool().query(
    "SELECT 1 FROM import i JOIN source_database d USING (source_id) WHERE i.id = $1",
    [importId],
  );
  return rowCount === 1 ? runRefresh(importId) : runImport(importId);
}
