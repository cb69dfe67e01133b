-- CreateEnum
CREATE TYPE "UnificationStatus" AS ENUM ('queued', 'running', 'done', 'failed');

-- AlterTable
ALTER TABLE "user" ADD COLUMN     "customer_columns" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "field_figures" (
    "field_id" UUID NOT NULL,
    "filled" INTEGER NOT NULL,
    "distinct_values" INTEGER NOT NULL,
    "sample_ids" BIGINT[],

    CONSTRAINT "field_figures_pkey" PRIMARY KEY ("field_id")
);

-- CreateTable
CREATE TABLE "field_source" (
    "field_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "filled" INTEGER NOT NULL,

    CONSTRAINT "field_source_pkey" PRIMARY KEY ("field_id","source_id")
);

-- CreateTable
CREATE TABLE "field_count" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "profiles" INTEGER NOT NULL,
    "ms" INTEGER NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "field_count_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "profile_change" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "profile_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unification" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "status" "UnificationStatus" NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "source_order" UUID[] DEFAULT ARRAY[]::UUID[],
    "is_for_all" BOOLEAN NOT NULL DEFAULT false,
    "profiles_done" INTEGER NOT NULL DEFAULT 0,
    "profiles_total" INTEGER,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "heartbeat_at" TIMESTAMPTZ(3),
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "unification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "field_source_source_id_idx" ON "field_source"("source_id");

-- AddForeignKey
ALTER TABLE "field_figures" ADD CONSTRAINT "field_figures_field_id_fkey" FOREIGN KEY ("field_id") REFERENCES "field"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "field_source" ADD CONSTRAINT "field_source_field_id_fkey" FOREIGN KEY ("field_id") REFERENCES "field"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "field_source" ADD CONSTRAINT "field_source_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who was there before the first count is to be counted too.
INSERT INTO profile_change (at) SELECT now() WHERE EXISTS (SELECT 1 FROM profile);
