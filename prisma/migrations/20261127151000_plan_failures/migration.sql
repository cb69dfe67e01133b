-- How often planning a run has failed in a way nobody foresaw, so that it ends.
ALTER TABLE "run" ADD COLUMN "plan_failures" INTEGER NOT NULL DEFAULT 0;
