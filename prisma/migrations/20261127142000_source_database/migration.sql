-- CreateEnum
CREATE TYPE "SourceReadMode" AS ENUM ('full', 'incremental');

-- CreateEnum
CREATE TYPE "ImportReading" AS ENUM ('everything', 'changes', 'changes_and_keys');

-- AlterTable
ALTER TABLE "import" ADD COLUMN IF NOT EXISTS "rows_gone" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "import" ADD COLUMN "reading" "ImportReading";

-- CreateTable
CREATE TABLE "source_database" (
    "source_id" UUID NOT NULL,
    "address_ciphertext" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "database" TEXT NOT NULL,
    "user" TEXT NOT NULL,
    "table_name" TEXT,
    "query" TEXT,
    "mode" "SourceReadMode" NOT NULL DEFAULT 'full',
    "cursor_column" TEXT,
    "cursor_kind" TEXT,
    "overlap" INTEGER NOT NULL DEFAULT 10,
    "compare_every_hours" INTEGER NOT NULL DEFAULT 24,
    "time_limit_seconds" INTEGER NOT NULL DEFAULT 3600,
    "is_scheduled" BOOLEAN NOT NULL DEFAULT true,
    "cursor_value" TEXT,
    "compared_at" TIMESTAMPTZ(3),

    CONSTRAINT "source_database_pkey" PRIMARY KEY ("source_id"),
    CONSTRAINT "source_database_reads_one" CHECK (num_nonnulls("table_name", "query") = 1)
);

-- AddForeignKey
ALTER TABLE "source_database" ADD CONSTRAINT "source_database_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;
