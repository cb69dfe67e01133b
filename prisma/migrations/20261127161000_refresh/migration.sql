-- Each refresh of a segment as a row, so that it can be told why it began, be followed, and be canceled.
ALTER TYPE "SegmentRefreshStatus" ADD VALUE 'canceled';
CREATE TYPE "SegmentRefreshReason" AS ENUM ('manual', 'system_refresh', 'edit', 'data', 'segment', 'needed');
CREATE TYPE "SegmentRefreshState" AS ENUM ('queued', 'refreshing', 'successful', 'failed', 'canceled');

CREATE TABLE "segment_refresh" (
    "id" UUID NOT NULL,
    "segment_id" UUID NOT NULL,
    "queued_key" UUID,
    "reason" "SegmentRefreshReason" NOT NULL,
    "asked_by_id" UUID,
    "status" "SegmentRefreshState" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "heartbeat_at" TIMESTAMPTZ(3),
    "cancel_requested_at" TIMESTAMPTZ(3),
    "canceled_by_id" UUID,
    "members" INTEGER,
    "problem_code" TEXT,
    "problem_params" JSONB NOT NULL DEFAULT '{}',
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "segment_refresh_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "segment_refresh_queued_key_key" ON "segment_refresh"("queued_key");
CREATE INDEX "segment_refresh_segment_id_asked_at_idx" ON "segment_refresh"("segment_id", "asked_at");
CREATE INDEX "segment_refresh_finished_at_idx" ON "segment_refresh"("finished_at");
ALTER TABLE "segment_refresh" ADD CONSTRAINT "segment_refresh_asked_by_id_fkey" FOREIGN KEY ("asked_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "segment_refresh" ADD CONSTRAINT "segment_refresh_canceled_by_id_fkey" FOREIGN KEY ("canceled_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE FUNCTION drop_segment_refreshes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM segment_refresh WHERE segment_id IN (SELECT id FROM gone);
  RETURN NULL;
END
$$;
CREATE TRIGGER drop_refreshes AFTER DELETE ON segment
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION drop_segment_refreshes();

-- What is under way goes on.
INSERT INTO "segment_refresh" ("id", "segment_id", "queued_key", "reason", "asked_at")
SELECT gen_random_uuid(), id, id, 'data', coalesce(asked_at, now()) FROM "segment"
WHERE refresh_status IN ('queued', 'refreshing');

-- A refresh of the whole: its tasks, and which waits for which.
CREATE TYPE "RefreshReason" AS ENUM ('schedule', 'manual');
CREATE TYPE "RefreshStatus" AS ENUM ('running', 'successful', 'completed_with_warnings', 'failed', 'canceled');
CREATE TYPE "RefreshTaskKind" AS ENUM ('source', 'unification', 'segment', 'export');
CREATE TYPE "RefreshTaskState" AS ENUM ('waiting', 'running', 'successful', 'completed_with_warnings', 'failed', 'skipped', 'canceled');

CREATE TABLE "refresh" (
    "id" UUID NOT NULL,
    "open_key" INTEGER DEFAULT 1,
    "reason" "RefreshReason" NOT NULL,
    "started_by_id" UUID,
    "status" "RefreshStatus" NOT NULL DEFAULT 'running',
    "cancel_requested_at" TIMESTAMPTZ(3),
    "canceled_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "refresh_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "refresh_open_key_key" ON "refresh"("open_key");
CREATE INDEX "refresh_created_at_idx" ON "refresh"("created_at");
ALTER TABLE "refresh" ADD CONSTRAINT "refresh_started_by_id_fkey" FOREIGN KEY ("started_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "refresh" ADD CONSTRAINT "refresh_canceled_by_id_fkey" FOREIGN KEY ("canceled_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "refresh_task" (
    "id" UUID NOT NULL,
    "refresh_id" UUID NOT NULL,
    "kind" "RefreshTaskKind" NOT NULL,
    "object_id" UUID,
    "name" TEXT NOT NULL,
    "state" "RefreshTaskState" NOT NULL DEFAULT 'waiting',
    "import_id" UUID,
    "segment_refresh_id" UUID,
    "run_id" UUID,
    "is_own" BOOLEAN NOT NULL DEFAULT true,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "problem_code" TEXT,
    "problem_params" JSONB NOT NULL DEFAULT '{}',
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "refresh_task_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "refresh_task_refresh_id_kind_object_id_key" ON "refresh_task"("refresh_id", "kind", "object_id");
CREATE INDEX "refresh_task_import_id_idx" ON "refresh_task"("import_id");
CREATE INDEX "refresh_task_segment_refresh_id_idx" ON "refresh_task"("segment_refresh_id");
CREATE INDEX "refresh_task_run_id_idx" ON "refresh_task"("run_id");
ALTER TABLE "refresh_task" ADD CONSTRAINT "refresh_task_refresh_id_fkey" FOREIGN KEY ("refresh_id") REFERENCES "refresh"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "refresh_task" ADD CONSTRAINT "refresh_task_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "refresh_task" ADD CONSTRAINT "refresh_task_segment_refresh_id_fkey" FOREIGN KEY ("segment_refresh_id") REFERENCES "segment_refresh"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "refresh_task" ADD CONSTRAINT "refresh_task_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "refresh_edge" (
    "task_id" UUID NOT NULL,
    "needs_id" UUID NOT NULL,
    "is_required" BOOLEAN NOT NULL,

    CONSTRAINT "refresh_edge_pkey" PRIMARY KEY ("task_id", "needs_id")
);
CREATE INDEX "refresh_edge_needs_id_idx" ON "refresh_edge"("needs_id");
ALTER TABLE "refresh_edge" ADD CONSTRAINT "refresh_edge_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "refresh_task"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "refresh_edge" ADD CONSTRAINT "refresh_edge_needs_id_fkey" FOREIGN KEY ("needs_id") REFERENCES "refresh_task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- How what Ferry does by itself last went.
CREATE TABLE "system_task" (
    "name" TEXT NOT NULL,
    "succeeded_at" TIMESTAMPTZ(3),
    "ms" INTEGER,
    "failed_at" TIMESTAMPTZ(3),

    CONSTRAINT "system_task_pkey" PRIMARY KEY ("name")
);
