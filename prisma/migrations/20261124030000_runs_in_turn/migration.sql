-- The few runs that are under way are looked for at each claim of a batch.
-- CreateIndex
CREATE INDEX "run_status_idx" ON "run"("status");
