-- CreateEnum
CREATE TYPE "SegmentKind" AS ENUM ('dynamic', 'static');
CREATE TYPE "MemberListStatus" AS ENUM ('queued', 'reading', 'ready', 'failed');

-- AlterTable
ALTER TABLE "segment" ADD COLUMN     "asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "is_active" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "kind" "SegmentKind" NOT NULL DEFAULT 'dynamic',
ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
ALTER COLUMN "definition" DROP NOT NULL;

-- Whoever came as a list has no rules to evaluate.
ALTER TABLE "segment" ADD CONSTRAINT "segment_dynamic_has_rules" CHECK ("kind" = 'static' OR "definition" IS NOT NULL);

-- CreateTable
CREATE TABLE "segment_revision" (
    "segment_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "change" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "SegmentKind" NOT NULL,
    "is_active" BOOLEAN NOT NULL,
    "definition" JSONB,
    "restored_from" INTEGER,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "segment_revision_pkey" PRIMARY KEY ("segment_id","revision")
);

-- CreateTable
CREATE TABLE "segment_count" (
    "segment_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "members" INTEGER NOT NULL,

    CONSTRAINT "segment_count_pkey" PRIMARY KEY ("segment_id","at")
);

-- CreateTable
CREATE TABLE "member_list" (
    "id" UUID NOT NULL,
    "upload_id" UUID,
    "file_name" TEXT NOT NULL,
    "format" JSONB NOT NULL,
    "column" TEXT NOT NULL,
    "field" TEXT,
    "status" "MemberListStatus" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "total_bytes" BIGINT NOT NULL,
    "read_bytes" BIGINT NOT NULL DEFAULT 0,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "matched" INTEGER NOT NULL DEFAULT 0,
    "unknown" INTEGER NOT NULL DEFAULT 0,
    "repeated" INTEGER NOT NULL DEFAULT 0,
    "unreadable" INTEGER NOT NULL DEFAULT 0,
    "members" INTEGER NOT NULL DEFAULT 0,
    "problem_code" TEXT,
    "problem_params" JSONB NOT NULL DEFAULT '{}',
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_list_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member_list_person" (
    "list_id" UUID NOT NULL,
    "profile_id" BIGINT NOT NULL,

    CONSTRAINT "member_list_person_pkey" PRIMARY KEY ("list_id","profile_id")
);

-- CreateTable
CREATE TABLE "member_list_unknown" (
    "list_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "member_list_unknown_pkey" PRIMARY KEY ("list_id","line")
);

-- CreateIndex
CREATE INDEX "member_list_created_at_idx" ON "member_list"("created_at");

-- CreateIndex
CREATE INDEX "member_list_upload_id_idx" ON "member_list"("upload_id");

-- AddForeignKey
ALTER TABLE "segment_revision" ADD CONSTRAINT "segment_revision_segment_id_fkey" FOREIGN KEY ("segment_id") REFERENCES "segment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "segment_revision" ADD CONSTRAINT "segment_revision_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "segment_count" ADD CONSTRAINT "segment_count_segment_id_fkey" FOREIGN KEY ("segment_id") REFERENCES "segment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_list" ADD CONSTRAINT "member_list_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "upload"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_list" ADD CONSTRAINT "member_list_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_list_person" ADD CONSTRAINT "member_list_person_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "member_list"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_list_unknown" ADD CONSTRAINT "member_list_unknown_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "member_list"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What there is begins its history as it stands, and its trend with its last refresh.
INSERT INTO segment_revision (segment_id, revision, change, name, kind, is_active, definition, created_by_id, created_at)
SELECT id, revision, CASE WHEN revision = 1 THEN 'created' ELSE 'edited' END, name, kind, is_active, definition,
  CASE WHEN revision = 1 THEN created_by_id END, updated_at
FROM segment;

INSERT INTO segment_count (segment_id, at, members)
SELECT id, refreshed_at, members FROM segment WHERE refreshed_at IS NOT NULL;
