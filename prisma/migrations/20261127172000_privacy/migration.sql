-- CreateEnum
CREATE TYPE "ErasureStatus" AS ENUM ('queued', 'running', 'waiting', 'done', 'failed');

-- CreateEnum
CREATE TYPE "DeletionState" AS ENUM ('pending', 'requested', 'unknown', 'failed');

-- AlterTable
ALTER TABLE "installation" ADD COLUMN "tombstone_key_id" TEXT;

-- AlterTable
ALTER TABLE "import" ADD COLUMN "rows_erased" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "member_list" ADD COLUMN "erased" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "run_batch" ADD COLUMN "erased" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "is_revised" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "erasure" (
    "id" UUID NOT NULL,
    "status" "ErasureStatus" NOT NULL DEFAULT 'queued',
    "subject_ciphertext" TEXT,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "heartbeat_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "erased_at" TIMESTAMPTZ(3),
    "report" JSONB NOT NULL DEFAULT '{}',
    "requested_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erasure_deletion" (
    "erasure_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "state" "DeletionState" NOT NULL DEFAULT 'pending',
    "code" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "erasure_deletion_pkey" PRIMARY KEY ("erasure_id","connection_id")
);

-- CreateTable
CREATE TABLE "tombstone" (
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tombstone_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "retention_setting" (
    "rule" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by_id" UUID,

    CONSTRAINT "retention_setting_pkey" PRIMARY KEY ("rule")
);

-- CreateTable
CREATE TABLE "retention_run" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted" JSONB NOT NULL,

    CONSTRAINT "retention_run_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "erasure_created_at_idx" ON "erasure"("created_at");

-- CreateIndex
CREATE INDEX "erasure_deletion_connection_id_idx" ON "erasure_deletion"("connection_id");

-- AddForeignKey
ALTER TABLE "erasure" ADD CONSTRAINT "erasure_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "erasure_deletion" ADD CONSTRAINT "erasure_deletion_erasure_id_fkey" FOREIGN KEY ("erasure_id") REFERENCES "erasure"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "erasure_deletion" ADD CONSTRAINT "erasure_deletion_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "retention_setting" ADD CONSTRAINT "retention_setting_updated_by_id_fkey" FOREIGN KEY ("updated_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- HMAC-SHA256 (RFC 2104) of a text. The pads are the key, as HMAC uses it: see lib/privacy/tombstone-key.ts. Stable, as
-- what it calls is, so that PostgreSQL writes it out in the statement.
CREATE FUNCTION keyed_hash(value text, inner_pad bytea, outer_pad bytea) RETURNS bytea
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT sha256(outer_pad || sha256(inner_pad || convert_to(value, 'UTF8'))) $$;
