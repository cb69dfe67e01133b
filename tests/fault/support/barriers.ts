import { onTestFinished } from "vitest";
import { pool } from "@/lib/db";
import { holdLock } from "../../support/hold-lock";

const KEY = 20_261_124;

/**
 * Stops every worker at the write of the ticket, in its transaction: Klaviyo has said 202 and nothing is committed.
 * A batch passes once `letThrough` was called for it.
 */
export async function addTicketBarrier(): Promise<void> {
  await pool().query("CREATE TABLE let_through (no int PRIMARY KEY)");
  await pool().query(`CREATE FUNCTION stop_at_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (SELECT FROM let_through l WHERE l.no = NEW.no) THEN
        PERFORM pg_advisory_xact_lock(${KEY});
      END IF;
      RETURN NULL;
    END $$`);
  await pool().query(`CREATE TRIGGER stop_at_ticket AFTER UPDATE ON run_batch
    FOR EACH ROW WHEN (NEW.state = 'awaiting' AND OLD.state = 'submitting') EXECUTE FUNCTION stop_at_ticket()`);
  onTestFinished(async () => {
    await pool().query("DROP TRIGGER stop_at_ticket ON run_batch");
    await pool().query("DROP FUNCTION stop_at_ticket");
    await pool().query("DROP TABLE let_through");
  });
}

/** From now on the batch of this number is not stopped. */
export async function letThrough(no: number): Promise<void> {
  await pool().query("INSERT INTO let_through VALUES ($1) ON CONFLICT DO NOTHING", [no]);
}

/** Closes the barrier until it is released. */
export function closeTicketBarrier() {
  return holdLock(`SELECT pg_advisory_xact_lock(${KEY})`);
}
