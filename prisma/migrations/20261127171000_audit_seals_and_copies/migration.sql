ALTER TABLE "installation" ADD COLUMN "database" TEXT,
  ADD COLUMN "instance" TEXT,
  ADD COLUMN "paused_at" TIMESTAMPTZ(3);

ALTER TABLE "audit_event" ADD COLUMN "client_address" TEXT,
  ADD COLUMN "session" TEXT,
  ADD COLUMN "agent" TEXT;

DROP INDEX "audit_event_at_idx";
DROP INDEX "audit_event_object_type_object_id_idx";
CREATE INDEX "audit_event_at_id_idx" ON "audit_event"("at", "id");
CREATE INDEX "audit_event_actor_id_at_id_idx" ON "audit_event"("actor_id", "at", "id");
CREATE INDEX "audit_event_action_at_id_idx" ON "audit_event"("action", "at", "id");
CREATE INDEX "audit_event_object_type_at_id_idx" ON "audit_event"("object_type", "at", "id");
CREATE INDEX "audit_event_object_type_object_id_at_id_idx" ON "audit_event"("object_type", "object_id", "at", "id");

CREATE TABLE "audit_seal" (
  "no" INTEGER NOT NULL,
  "first_id" BIGINT NOT NULL,
  "last_id" BIGINT NOT NULL,
  "events" INTEGER NOT NULL,
  "digests" BYTEA NOT NULL,
  "previous_hash" TEXT NOT NULL,
  "hash" TEXT NOT NULL,
  "sealed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("no")
);

-- Against mistakes. Only a role that does not own the tables cannot switch this off: see docs/operations.md.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_event_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_event"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_seal_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_seal"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
