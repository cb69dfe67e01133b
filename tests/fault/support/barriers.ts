import { onTestFinished } from "vitest";
import { pool } from "@/lib/db";
import { holdLock } from "../../support/hold-lock";

const KEY = 20_261_124;

/**
 * Stops every worker at the write of the ticket, in its transaction: Klaviyo has said 202 and nothing is committed.
 * Each batch is stopped once, since the batches of dead workers pass.
 */
export async function addTicketBarrier(): Promise<void> {
  await pool().query(`CREATE OR REPLACE FUNCTION stop_at_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock(${KEY}); RETURN NULL; END $$`);
  await pool().query(`CREATE TRIGGER stop_at_ticket AFTER UPDATE ON run_batch
    FOR EACH ROW WHEN (NEW.state = 'awaiting' AND NEW.taken_over = 0 AND OLD.state = 'submitting')
    EXECUTE FUNCTION stop_at_ticket()`);
  onTestFinished(async () => void (await pool().query("DROP TRIGGER IF EXISTS stop_at_ticket ON run_batch")));
}

/** Closes the barrier until it is released. */
export function closeTicketBarrier() {
  return holdLock(`SELECT pg_advisory_xact_lock(${KEY})`);
}
