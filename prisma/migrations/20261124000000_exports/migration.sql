-- CreateEnum
CREATE TYPE "ExportLeavers" AS ENUM ('keep', 'remove');

-- CreateEnum
CREATE TYPE "ExportSegmentRole" AS ENUM ('include', 'exclude');

-- CreateEnum
CREATE TYPE "RunMode" AS ENUM ('changes', 'leave_list');

-- CreateEnum
CREATE TYPE "RunReason" AS ENUM ('manual', 'list_changed');

-- CreateEnum
CREATE TYPE "RunStatus" AS ENUM ('queued', 'running', 'waiting', 'held', 'successful', 'completed_with_warnings', 'failed', 'canceled', 'skipped');

-- CreateEnum
CREATE TYPE "RunPhase" AS ENUM ('refresh', 'plan', 'send', 'confirm', 'remove', 'settle');

-- CreateEnum
CREATE TYPE "BatchKind" AS ENUM ('send', 'remove');

-- CreateEnum
CREATE TYPE "BatchState" AS ENUM ('pending', 'submitting', 'awaiting', 'done', 'failed', 'canceled');

-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "export_limit" INTEGER NOT NULL DEFAULT 100000,
ADD COLUMN     "reserve_percent" INTEGER NOT NULL DEFAULT 10;

-- CreateTable
CREATE TABLE "export" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT,
    "connection_id" UUID,
    "destination" TEXT NOT NULL,
    "list_id" TEXT NOT NULL,
    "list_name" TEXT NOT NULL,
    "identifier_field" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "leavers" "ExportLeavers" NOT NULL DEFAULT 'keep',
    "is_scheduled" BOOLEAN NOT NULL DEFAULT true,
    "is_sample" BOOLEAN NOT NULL DEFAULT false,
    "created_by_id" UUID,
    "updated_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "export_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "export_segment" (
    "export_id" UUID NOT NULL,
    "segment_id" UUID NOT NULL,
    "role" "ExportSegmentRole" NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "export_segment_pkey" PRIMARY KEY ("export_id","segment_id")
);

-- CreateTable
CREATE TABLE "ledger" (
    "id" SERIAL NOT NULL,
    "export_id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "list_id" TEXT NOT NULL,
    "property_names" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "export_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "list_id" TEXT NOT NULL,
    "ledger_id" INTEGER NOT NULL,
    "mode" "RunMode" NOT NULL DEFAULT 'changes',
    "reason" "RunReason" NOT NULL,
    "started_by_id" UUID,
    "settings" JSONB NOT NULL,
    "status" "RunStatus" NOT NULL DEFAULT 'queued',
    "phase" "RunPhase" NOT NULL DEFAULT 'refresh',
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "poll_lease_until" TIMESTAMPTZ(3),
    "poll_at" TIMESTAMPTZ(3),
    "polls" INTEGER NOT NULL DEFAULT 0,
    "cancel_requested_at" TIMESTAMPTZ(3),
    "canceled_by_id" UUID,
    "wait_code" TEXT,
    "wait_until" TIMESTAMPTZ(3),
    "problem_code" TEXT,
    "problem_params" JSONB NOT NULL DEFAULT '{}',
    "plan" JSONB,
    "result" JSONB,
    "expires_on" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "planned_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_batch" (
    "run_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "kind" "BatchKind" NOT NULL,
    "state" "BatchState" NOT NULL DEFAULT 'pending',
    "first_seq" INTEGER NOT NULL,
    "last_seq" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "worker" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "not_before" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "sent_at" TIMESTAMPTZ(3),
    "submissions" INTEGER NOT NULL DEFAULT 0,
    "ticket_id" TEXT,
    "ticket_at" TIMESTAMPTZ(3),
    "records" INTEGER NOT NULL DEFAULT 0,
    "bytes" INTEGER NOT NULL DEFAULT 0,
    "added" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "unconfirmed" INTEGER NOT NULL DEFAULT 0,
    "not_sent" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "already_gone" INTEGER NOT NULL DEFAULT 0,
    "removal_failed" INTEGER NOT NULL DEFAULT 0,
    "warnings" INTEGER NOT NULL DEFAULT 0,
    "submitted_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_batch_pkey" PRIMARY KEY ("run_id","no")
);

-- CreateTable
CREATE TABLE "run_event" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "level" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "params" JSONB NOT NULL DEFAULT '{}',
    "batch" INTEGER,

    CONSTRAINT "run_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "export_name_key_key" ON "export"("name_key");

-- CreateIndex
CREATE INDEX "export_connection_id_idx" ON "export"("connection_id");

-- CreateIndex
CREATE INDEX "export_segment_segment_id_idx" ON "export_segment"("segment_id");

-- CreateIndex
CREATE INDEX "ledger_account_id_list_id_idx" ON "ledger"("account_id", "list_id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_export_id_account_id_list_id_key" ON "ledger"("export_id", "account_id", "list_id");

-- CreateIndex
CREATE UNIQUE INDEX "run_number_key" ON "run"("number");

-- CreateIndex
CREATE INDEX "run_export_id_created_at_idx" ON "run"("export_id", "created_at");

-- CreateIndex
CREATE INDEX "run_connection_id_idx" ON "run"("connection_id");

-- CreateIndex
CREATE INDEX "run_batch_ticket_id_idx" ON "run_batch"("ticket_id");

-- CreateIndex
CREATE INDEX "run_event_run_id_id_idx" ON "run_event"("run_id", "id");

-- AddForeignKey
ALTER TABLE "export" ADD CONSTRAINT "export_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "export" ADD CONSTRAINT "export_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "export" ADD CONSTRAINT "export_updated_by_id_fkey" FOREIGN KEY ("updated_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "export_segment" ADD CONSTRAINT "export_segment_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "export"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "export_segment" ADD CONSTRAINT "export_segment_segment_id_fkey" FOREIGN KEY ("segment_id") REFERENCES "segment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "export"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "export"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_started_by_id_fkey" FOREIGN KEY ("started_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_canceled_by_id_fkey" FOREIGN KEY ("canceled_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_batch" ADD CONSTRAINT "run_batch_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_event" ADD CONSTRAINT "run_event_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- The rows about people that runs work on: set work in SQL, of no interest to Prisma.
CREATE SCHEMA run_data;

-- How addresses are compared: NFKC, trimmed of what JavaScript trims, lower case. Whatever is not ASCII after that
-- is refused by every destination, so the case of other scripts does not matter and "C" is enough.
CREATE FUNCTION run_data.normal_address(written text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT lower(btrim(
    CASE WHEN octet_length(written) = char_length(written) THEN written ELSE normalize(written, NFKC) END,
    U&' \0009\000A\000B\000C\000D\00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\2028\2029\202F\205F\3000\FEFF'
  ) COLLATE "C") $$;

-- What the destination last confirmed of one person, by the address that was sent.
CREATE TABLE run_data.ledger_entry (
  ledger_id    int NOT NULL REFERENCES ledger (id) ON DELETE CASCADE,
  identifier   text COLLATE "C" NOT NULL,
  -- Of what was sent; null where it was accepted and never confirmed.
  state        uuid,
  profile_id   bigint NOT NULL,
  remote_id    text,
  -- Places in ledger.property_names of the custom properties that have a value there.
  properties   smallint[],
  added_run    bigint NOT NULL,
  changed_run  bigint NOT NULL,
  -- The run that found the person gone from the segments; null while a member.
  left_run     bigint,
  PRIMARY KEY (ledger_id, identifier)
) WITH (fillfactor = 90);

-- What one run has to do: who is to be added, changed or removed, in the order of their addresses.
CREATE TABLE run_data.item (
  expires_on   date NOT NULL,
  run          bigint NOT NULL,
  seq          int NOT NULL,
  kind         text NOT NULL,
  profile_id   bigint NOT NULL,
  identifier   text COLLATE "C" NOT NULL,
  state        uuid,
  properties   smallint[],
  -- The profile's row version (xmin) when the run was planned: another one says that attributes may have changed.
  version      xid,
  PRIMARY KEY (expires_on, run, seq)
) PARTITION BY RANGE (expires_on);

-- Who ended otherwise than their batch says, and who was never in one. `seq` is null for the latter.
CREATE TABLE run_data.outcome (
  expires_on   date NOT NULL,
  run          bigint NOT NULL,
  seq          int,
  kind         text NOT NULL,
  profile_id   bigint NOT NULL,
  identifier   text COLLATE "C",
  code         text,
  detail       text,
  field        text,
  -- Of a duplicate: the member whose attributes were sent.
  other_profile_id bigint
) PARTITION BY RANGE (expires_on);
CREATE INDEX outcome_run ON run_data.outcome (run, kind, profile_id);
CREATE UNIQUE INDEX outcome_item ON run_data.outcome (expires_on, run, seq) WHERE seq IS NOT NULL;

-- Something of a person that was left out while the rest was sent.
CREATE TABLE run_data.warning (
  expires_on   date NOT NULL,
  run          bigint NOT NULL,
  seq          int NOT NULL,
  profile_id   bigint NOT NULL,
  field        text NOT NULL,
  code         text NOT NULL
) PARTITION BY RANGE (expires_on);
CREATE INDEX warning_run ON run_data.warning (run, seq);

-- A batch's records as they are sent, compressed, so that a second try is the same to the byte. Dropped with the batch.
CREATE TABLE run_data.batch_body (
  run          bigint NOT NULL,
  no           int NOT NULL,
  seqs         int[] NOT NULL,
  records      bytea NOT NULL,
  PRIMARY KEY (run, no)
);
ALTER TABLE run_data.batch_body ALTER COLUMN records SET STORAGE EXTERNAL;

-- The lists that a run has something open on: one run per account and list.
CREATE TABLE run_data.open_list (
  account_id   text NOT NULL,
  list_id      text NOT NULL,
  run_id       uuid NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, list_id)
);
CREATE INDEX open_list_run ON run_data.open_list (run_id);

-- One row per quota of the destination's.
CREATE TABLE run_data.rate_bucket (
  bucket        text PRIMARY KEY,
  blocked_until timestamptz
);

-- A request that was let go. The remote counts it at a moment nobody knows, at the latest when its answer comes; until
-- then, when its time limit passes.
CREATE TABLE run_data.rate_grant (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  bucket  text NOT NULL,
  ends    float8 NOT NULL,
  is_open boolean NOT NULL DEFAULT true
);
CREATE INDEX rate_grant_ends ON run_data.rate_grant (bucket, ends);

-- Takes the right to send one request now, or answers how many milliseconds have to pass at least and takes nothing.
-- The phase of the remote's windows is unknown, so no window of any phase may hold more than allowed: of the last n
-- requests one has to have been counted a whole window ago. Time is this server's, read after the lock.
CREATE FUNCTION run_data.take_slot(
  p_bucket text, p_seconds float8[], p_requests int[], p_margin float8, p_longest float8, p_takes boolean,
  OUT grant_id bigint, OUT wait_ms float8
) LANGUAGE plpgsql AS $$
DECLARE
  blocked float8;
  moment float8;
  free float8;
  blocker record;
BEGIN
  SELECT coalesce(extract(epoch FROM blocked_until), 0) INTO blocked
  FROM run_data.rate_bucket WHERE bucket = p_bucket FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO run_data.rate_bucket (bucket) VALUES (p_bucket) ON CONFLICT DO NOTHING;
    SELECT coalesce(extract(epoch FROM blocked_until), 0) INTO blocked
    FROM run_data.rate_bucket WHERE bucket = p_bucket FOR UPDATE;
  END IF;
  moment := extract(epoch FROM clock_timestamp());
  free := blocked;
  FOR i IN 1 .. cardinality(p_seconds) LOOP
    SELECT g.ends, g.is_open INTO blocker FROM run_data.rate_grant g
    WHERE g.bucket = p_bucket AND g.ends > moment - p_seconds[i] - p_margin
    ORDER BY g.ends DESC OFFSET p_requests[i] - 1 LIMIT 1;
    IF FOUND THEN
      -- An open one may end any moment, but not before now.
      free := greatest(free, CASE WHEN blocker.is_open THEN least(blocker.ends, moment) ELSE blocker.ends END
        + p_seconds[i] + p_margin);
    END IF;
  END LOOP;
  IF free > moment THEN
    wait_ms := ceil((free - moment) * 1000);
    RETURN;
  END IF;
  wait_ms := 0;
  IF p_takes THEN
    INSERT INTO run_data.rate_grant (bucket, ends) VALUES (p_bucket, moment + p_longest) RETURNING id INTO grant_id;
  END IF;
END $$;

-- Rows about people live in partitions of one day each, named after the day on which they are dropped.
CREATE FUNCTION run_data.ensure_partitions(p_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  parent text;
  child text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['item', 'outcome', 'warning'] LOOP
    child := parent || to_char(p_day, '_YYYYMMDD');
    IF to_regclass('run_data.' || child) IS NULL THEN
      PERFORM pg_advisory_xact_lock(7310002);
      IF to_regclass('run_data.' || child) IS NULL THEN
        EXECUTE format('CREATE TABLE run_data.%I (LIKE run_data.%I INCLUDING ALL)', child, parent);
        EXECUTE format('ALTER TABLE run_data.%I ATTACH PARTITION run_data.%I FOR VALUES FROM (%L) TO (%L)',
          parent, child, p_day, p_day + 1);
      END IF;
    END IF;
  END LOOP;
END $$;

-- Drops the partitions whose day has come. Answers how many.
CREATE FUNCTION run_data.drop_partitions(p_today date) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  child regclass;
  dropped int := 0;
BEGIN
  FOR child IN
    SELECT i.inhrelid::regclass FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'run_data' AND c.relkind = 'r' AND c.relname ~ '_\d{8}$'
      AND to_date(right(c.relname, 8), 'YYYYMMDD') <= p_today
  LOOP
    EXECUTE format('DROP TABLE %s', child);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;
