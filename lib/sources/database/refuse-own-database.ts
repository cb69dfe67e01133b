import { pool } from "@/lib/db";
import { type Ask, askIfKnown } from "./ask";
import { SourceRefusal } from "./source-refusal";

const IDENTITY = `SELECT d.oid::text, extract(epoch FROM pg_postmaster_start_time())::text
  FROM pg_database d WHERE d.datname = current_database()`;
// Some hosted servers keep it to themselves.
const SYSTEM = "SELECT system_identifier::text FROM pg_control_system()";

/**
 * Refuses Ferry's own database, by what the server says of itself and not by how its address is written: one server
 * has many names. A copy of its files, such as a standby, is Ferry's database too.
 */
export async function refuseOwnDatabase(ask: Ask): Promise<void> {
  const [[oid, started] = []] = (await ask(IDENTITY)).rows;
  const [[system] = []] = (await askIfKnown(ask, SYSTEM))?.rows ?? [];
  const { rows } = await pool().query(
    `SELECT 1 FROM (${IDENTITY}) AS own (oid, started)
     WHERE own.oid = $1 AND (own.started = $2 OR $3 IN (${SYSTEM}))`,
    [oid, started, system ?? null],
  );
  if (rows.length > 0) throw new SourceRefusal("address", "source_is_ferry");
}
