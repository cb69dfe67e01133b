-- CreateEnum
CREATE TYPE "PlanStatus" AS ENUM ('queued', 'planning', 'ready', 'failed');

-- AlterEnum

ALTER TYPE "RunMode" ADD VALUE 'full';
ALTER TYPE "RunMode" ADD VALUE 'retry';

-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "invalid_percent" INTEGER NOT NULL DEFAULT 20,
ADD COLUMN     "removal_percent" INTEGER NOT NULL DEFAULT 20;

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "hold" JSONB,
ADD COLUMN     "released_at" TIMESTAMPTZ(3),
ADD COLUMN     "released_by_id" UUID,
ADD COLUMN     "retry_of_id" UUID;

-- AlterTable
ALTER TABLE "run_batch" ADD COLUMN     "taken_over" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "export_plan" (
    "id" UUID NOT NULL,
    "export_id" UUID NOT NULL,
    "status" "PlanStatus" NOT NULL DEFAULT 'queued',
    "counts" JSONB,
    "calls" INTEGER,
    "seconds" INTEGER,
    "hold" JSONB,
    "problem_code" TEXT,
    "problem_params" JSONB NOT NULL DEFAULT '{}',
    "requested_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "export_plan_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "export_plan_export_id_created_at_idx" ON "export_plan"("export_id", "created_at");

-- AddForeignKey
ALTER TABLE "export_plan" ADD CONSTRAINT "export_plan_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "export"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "export_plan" ADD CONSTRAINT "export_plan_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_released_by_id_fkey" FOREIGN KEY ("released_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_retry_of_id_fkey" FOREIGN KEY ("retry_of_id") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE CASCADE;


