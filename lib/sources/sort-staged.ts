import { inSqlTransaction, pool } from "@/lib/db";
import { MAX_BAD_LINES } from "./schema";
import { type StagedCounts, stagedLines, stagingTable } from "./stage-rows";

// For sorting; a million records of 300 bytes do not fit, and need not.
const WORK_MEM = "64MB";

async function listRepeated(job: { id: string; epoch: number }): Promise<void> {
  await pool().query(
    `INSERT INTO import_bad_line (import_id, line, code, other_line)
     SELECT $1, l.line, 'key_repeated', f.first
     FROM (SELECT key, min(line) AS first FROM ${stagedLines(job)} GROUP BY key HAVING count(*) > 1) f
       JOIN ${stagedLines(job)} l ON l.key = f.key AND l.line > f.first
     ORDER BY l.line LIMIT $2 ON CONFLICT DO NOTHING`,
    [job.id, MAX_BAD_LINES],
  );
}

/**
 * Makes the staging table of the staged lines: in the order of keys, each key once. Of lines with one key the first
 * counts; the others are listed with the line they repeat. Answers how many those are. Lines that came in order, as
 * they do from most databases, are the table as they stand.
 */
export async function sortStaged(
  job: { id: string; epoch: number },
  { rows: lines, isInOrder }: StagedCounts,
): Promise<number> {
  if (isInOrder) {
    const name = stagingTable(job).replace("staging.", "");
    await pool().query(`ALTER TABLE ${stagedLines(job)} RENAME TO ${name}`);
    return 0;
  }
  const records = await inSqlTransaction(async (client) => {
    await client.query(`SET LOCAL work_mem = '${WORK_MEM}'`);
    const made = await client.query(
      `CREATE UNLOGGED TABLE ${stagingTable(job)} AS
       SELECT DISTINCT ON (key) key, attributes FROM ${stagedLines(job)} ORDER BY key, line`,
    );
    return made.rowCount ?? 0;
  });
  if (records < lines) await listRepeated(job);
  await pool().query(`DROP TABLE ${stagedLines(job)}`);
  return lines - records;
}
