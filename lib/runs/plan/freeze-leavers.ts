import type { ClientBase } from "pg";
import type { Run } from "@/generated/prisma/client";
import type { FreezeSubject } from "./freeze";

/**
 * Who of the ledger is no longer wanted on the list, as the temporary table `leaving` (identifier, profile_id,
 * is_removed). They are taken off where the export says so; whose address changed is taken off in any case (rules
 * 5, 6). Nobody whom another export of the list still wants is (rule 2).
 */
export async function freezeLeavers(
  client: ClientBase,
  subject: FreezeSubject,
  leavers: "keep" | "remove",
): Promise<void> {
  // A retry looks at a few members only, so who is not among them has not left.
  const isNobody = subject.mode === "retry" ? "AND false" : "";
  await client.query(
    `CREATE TEMP TABLE leaving ON COMMIT DROP AS
     SELECT entry.identifier, entry.profile_id,
       ($2 = 'remove'
         OR EXISTS (SELECT 1 FROM frozen f WHERE f.profile_id = entry.profile_id
           AND f.verdict IN ('add', 'change', 'unchanged', 'duplicate', 'sent')))
       AND NOT EXISTS (
         SELECT 1 FROM ledger other JOIN run_data.ledger_entry theirs ON theirs.ledger_id = other.id
         JOIN export e ON e.id = other.export_id
         WHERE other.account_id = $3 AND other.list_id = $4 AND other.id <> $1
           AND theirs.identifier = entry.identifier AND theirs.left_run IS NULL
           AND e.removed_at IS NULL AND e.list_id = other.list_id) AS is_removed
     FROM run_data.ledger_entry entry
     WHERE entry.ledger_id = $1 AND NOT EXISTS (
       SELECT 1 FROM frozen f WHERE f.identifier = entry.identifier AND f.verdict IN ('add', 'change', 'unchanged')) ${isNobody}`,
    [subject.ledgerId, leavers, subject.accountId, subject.listId],
  );
  await client.query("ANALYZE leaving");
}

/** How many people `leaving` would take off the list. */
export async function countRemovals(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ people: number }>(
    "SELECT count(*)::int AS people FROM leaving WHERE is_removed",
  );
  return rows[0]?.people ?? 0;
}

/** Notes in the ledger who left and stays on the list, and who came back. */
export async function noteLeavers(client: ClientBase, run: Run): Promise<void> {
  await client.query(
    `UPDATE run_data.ledger_entry entry SET left_run = $2 FROM leaving l
     WHERE entry.ledger_id = $1 AND entry.identifier = l.identifier AND NOT l.is_removed AND entry.left_run IS NULL`,
    [run.ledgerId, run.number],
  );
  await client.query(
    `UPDATE run_data.ledger_entry entry SET left_run = NULL FROM frozen f
     WHERE entry.ledger_id = $1 AND entry.identifier = f.identifier AND f.verdict = 'unchanged' AND f.is_back`,
    [run.ledgerId],
  );
}
