-- What is sent of a person is read once, when a batch is encoded, and stands with the batch's body until the ledger has it.
ALTER TABLE run_data.item DROP COLUMN state, DROP COLUMN properties, DROP COLUMN version;

-- By the place of `seqs`. Null in bodies of before: those people are sent again by the next run.
ALTER TABLE run_data.batch_body ADD COLUMN states bigint[], ADD COLUMN filled text[];

-- Eight bytes tell two versions of one person apart; what was digested otherwise counts as changed once.
ALTER TABLE run_data.ledger_entry ALTER COLUMN state TYPE bigint USING NULL;

-- Which attributes have a value there: custom properties by name, fields of the destination's own as `$key`.
ALTER TABLE ledger RENAME COLUMN property_names TO attribute_names;
ALTER TABLE run_data.ledger_entry RENAME COLUMN properties TO filled;

-- A foreign key is looked up for each of a million rows; a ledger goes rarely, and takes its rows along by this.
ALTER TABLE run_data.ledger_entry DROP CONSTRAINT ledger_entry_ledger_id_fkey;
CREATE FUNCTION run_data.drop_ledger_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM run_data.ledger_entry WHERE ledger_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER drop_entries AFTER DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION run_data.drop_ledger_entries();
