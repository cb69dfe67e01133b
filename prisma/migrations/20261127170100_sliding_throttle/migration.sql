-- A minute that begins with the first attempt lets twice as many pass around its end. What was counted is a minute old at the most.
DROP TABLE "attempt_bucket";
CREATE TABLE "attempt_bucket" (
  "key" TEXT NOT NULL,
  "used_at" TIMESTAMPTZ(3) NOT NULL,
  "passed" TIMESTAMPTZ(3)[],
  "held" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "attempt_bucket_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "attempt_bucket_used_at_idx" ON "attempt_bucket"("used_at");
